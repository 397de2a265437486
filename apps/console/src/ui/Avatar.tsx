import { clsx } from 'clsx'

/** Initials: of the first and last word, or the first two characters of a single word. */
function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const first = words[0] ?? ''
  const last = words.length > 1 ? words.at(-1) : undefined
  return (last ? first[0]! + last[0]! : first.slice(0, 2)).toUpperCase()
}

export function Avatar({ name, me = false }: { name: string; me?: boolean }) {
  return (
    // Decoration: the name stands next to it, or is the label of its button.
    <span
      aria-hidden="true"
      data-initials={initials(name)}
      className={clsx(
        'grid size-6 shrink-0 before:content-[attr(data-initials)] place-items-center rounded-full text-[10px] font-heading tracking-[.01em]',
        me ? 'bg-accent-tint text-accent-text' : 'bg-active text-fg-2',
      )}
    />
  )
}
