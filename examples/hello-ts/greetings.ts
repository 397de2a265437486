const GREETINGS = { en: 'Hello', de: 'Hallo', fr: 'Bonjour', zh: '你好' }

export type Language = keyof typeof GREETINGS

export function greet(name: string, language: Language): string {
  return `${GREETINGS[language]}, ${name}!`
}
