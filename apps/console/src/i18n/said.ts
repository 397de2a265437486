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
