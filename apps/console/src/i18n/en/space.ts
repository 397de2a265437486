import fn from './function.ts'
import instances from './instances.ts'
import layers from './layers.ts'

export default {
  ...layers,
  fn,
  instances,
}
