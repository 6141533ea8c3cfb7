import { findsPlantedFaults } from "../commands/plantedFaults";

findsPlantedFaults(90);
