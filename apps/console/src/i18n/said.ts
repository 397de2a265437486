import type { ExecutionError } from '@alcove/contract'
import i18next from 'i18next'

type Chinese = typeof import('@alcove/contract/zh-CN')

let chinese: Chinese | null = null

/** Runs with the first texts of a page: the sign-in page, whose sentences come translated, does without. */
export async function loadSentences(language: string): Promise<void> {
  if (language === 'zh-CN') chinese ??= await import('@alcove/contract/zh-CN')
}

const inUse = (): Chinese | null => (i18next.language === 'zh-CN' ? chinese : null)

/**
 * A sentence of the server in the page's language, such as the reason of something it did not do. Problems come
 * translated; this is for sentences that it stores.
 */
export const said = (sentence: string): string => inUse()?.inChinese(sentence) ?? sentence

/** Of a failed call: what Alcove says of it. What a function throws stays in its own words. */
export const saidError = (error: Pick<ExecutionError, 'name' | 'message'>): string =>
  inUse()?.errorInChinese(error) ?? error.message

/** Of the audit: an action, what it was done to, the path of a field and what the field held. */
export const saidAction = (action: string): string => inUse()?.actionInChinese(action) ?? action
export const saidTarget = (target: string): string => inUse()?.targetInChinese(target) ?? target
export const saidField = (path: string): string => inUse()?.fieldInChinese(path) ?? path
export const saidValue = (path: string, value: string): string => inUse()?.valueInChinese(path, value) ?? value
