import type { TriggerConfig, TriggerType } from '@alcove/contract'

interface Stored<Type extends TriggerType> {
  id: string
  functionId: string
  name: string
  type: Type
  qualifier: string
  enabled: boolean
  config: TriggerConfig<Type>
}

/** A trigger as its row holds it. A row's configuration is that of its type: `putTrigger` writes both at once. */
export type StoredTrigger<Type extends TriggerType = TriggerType> = { [T in Type]: Stored<T> }[Type]
