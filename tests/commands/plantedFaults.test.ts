import { findsPlantedFaults } from "./plantedFaults";

// `npm run test:query` has ninety days.
findsPlantedFaults(12);
