const texts = import.meta.glob<string>('../../../../../docs/*.md', { eager: true, query: '?raw', import: 'default' })

export interface DocPage {
  id: string
  title: string
  text: string
}

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1, -'.md'.length)
const byName = new Map(Object.entries(texts).map(([path, text]) => [nameOf(path), text]))

/** The pages of docs/, in the order of its README. */
export const DOCS: readonly DocPage[] = [...byName.get('README')!.matchAll(/\]\(([\w-]+)\.md\)/g)].flatMap(([, id]) => {
  const text = byName.get(id!)
  return text === undefined ? [] : [{ id: id!, title: /^# (.+)$/m.exec(text)?.[1] ?? id!, text }]
})

/** The anchor of a heading, as GitHub makes it: links in the pages use these. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-')
