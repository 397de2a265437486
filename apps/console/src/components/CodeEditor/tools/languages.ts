/** Languages with a formatter here. The language services of TypeScript and JSON format those. */
export const FORMATTED = ['python', 'java', 'shell', 'sql', 'css', 'html', 'markdown', 'yaml', 'xml'] as const
export type FormattedLanguage = (typeof FORMATTED)[number]

/** Languages that are checked while one types. SQL has too many dialects, and Java's compiler says it better. */
const CHECKED: readonly string[] = ['python', 'shell', 'css', 'html', 'yaml', 'xml'] satisfies FormattedLanguage[]

export const isChecked = (language: string): language is FormattedLanguage => CHECKED.includes(language)
