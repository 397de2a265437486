import { loadTexts } from '../i18n/index.ts'

/** Pages inside a space, and those about all of Alcove, have texts of their own: load them with the page. */
const withTexts =
  (part: 'sentences' | 'space' | 'platform') =>
  <Page>(load: () => Promise<Page>) =>
  async (): Promise<Page> =>
    (await Promise.all([load(), loadTexts(part)]))[0]
/** For pages that show what the server says of calls, and have no texts of their own. */
export const withSentences = withTexts('sentences')
export const insideSpace = withTexts('space')
export const ofPlatform = withTexts('platform')
