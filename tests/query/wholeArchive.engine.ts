import { findsPlantedFaults } from "../commands/plantedFaults";

findsPlantedFaults({ groups: 20, days: 90 });
