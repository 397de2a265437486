export { createEngine, type EngineOptions } from './create-engine.ts'
export type {
  BuildReport,
  BuildRequest,
  Call,
  DebugMessage,
  DebugSession,
  Engine,
  EngineInfo,
  InstanceRecord,
  Logpoint,
  LogpointReport,
  ServedRevision,
} from './engine.ts'
export { permittedAddresses } from './network/permitted.ts'
