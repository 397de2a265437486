import fn from './function.ts'
import instances from './instances.ts'
import layers from './layers.ts'
import triggers from './triggers.ts'

export default {
  ...layers,
  fn,
  instances,
  triggers,
}
