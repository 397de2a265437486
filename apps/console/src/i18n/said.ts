import i18next from 'i18next'

type Chinese = typeof import('@alcove/contract/zh-CN')

let chinese: Chinese | null = null

/** Runs with the first texts of a page: the sign-in page, whose sentences come translated, does without. */
export async function loadSentences(language: string): Promise<void> {
  if (language === 'zh-CN') chinese ??= await import('@alcove/contract/zh-CN')
}

/** Null: the page is in English, as the server's sentences are. */
export const sentencesInUse = (): Chinese | null => (i18next.language === 'zh-CN' ? chinese : null)

/**
 * A sentence of the server in the page's language, such as the reason of something it did not do. Problems come
 * translated; this is for sentences that it stores.
 */
export const said = (sentence: string): string => sentencesInUse()?.inChinese(sentence) ?? sentence

/** The message of a failed call. What Alcove says of it is translated; what a function throws is not. */
export const saidMessage = (error: { name: string; message: string }): string =>
  sentencesInUse()?.errorInChinese(error) ?? error.message

/** `Type: message` of a failed call, likewise. */
export function saidFailure(text: string): string {
  const colon = text.indexOf(': ')
  if (colon === -1) return text
  const [name, message] = [text.slice(0, colon), text.slice(colon + 2)]
  return `${name}: ${saidMessage({ name, message })}`
}

/** Who did something, by the name that the server stores: an account, or `key` and the name of an API key. */
export const saidActor = (actor: string): string => (sentencesInUse() ? actor.replace(/^key /, 'API 密钥 ') : actor)
