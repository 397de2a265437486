import { sentencesInUse } from '../../i18n/said.ts'

/** An action, what it was done to, the path of a field and what the field held, in the page's language. */
export const saidAction = (action: string): string => sentencesInUse()?.actionInChinese(action) ?? action
export const saidTarget = (target: string): string => sentencesInUse()?.targetInChinese(target) ?? target
export const saidField = (path: string): string => sentencesInUse()?.fieldInChinese(path) ?? path
export const saidValue = (path: string, value: string): string => sentencesInUse()?.valueInChinese(path, value) ?? value
