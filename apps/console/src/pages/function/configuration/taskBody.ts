import type { PutTaskSettings, TaskSettings } from '@alcove/contract'

/** The body that leaves the settings of asynchronous calls as they are. */
export function taskBodyOf(settings: TaskSettings): PutTaskSettings {
  const { etag: _, ...body } = settings
  return body
}
