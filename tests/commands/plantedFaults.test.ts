import { findsPlantedFaults } from "./plantedFaults";

// `npm run test:query` has twenty log groups and ninety days.
findsPlantedFaults({ groups: 13, days: 11 });
