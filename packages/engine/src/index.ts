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
export { inThread, type ThreadEnd } from './threads/in-thread.ts'
export { permittedAddresses } from './network/permitted.ts'
