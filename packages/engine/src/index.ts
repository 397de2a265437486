export { createEngine, type EngineOptions } from './create-engine.ts'
export type { Call, Engine, EngineInfo, InstanceInfo } from './engine.ts'
