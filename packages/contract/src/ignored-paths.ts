import { z } from 'zod'

/** `at`, `items.*.id`: the path of a difference. Other notations would be taken for names that are never there. */
export const IgnoredPath = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^$/]/, 'Must begin with a name, as body.at does: not with $ or /')
  .refine(
    (path) => !/\[(\d+|\*|'.*|".*)?\]/s.test(path),
    'Must be items.0.id for one place of a list, items.*.id for all',
  )
  .regex(/^[^.]+(\.[^.]+)*$/, 'Must have a name between two dots')

/** Whether a path is one of these, or below one. A name with a dot in it counts as two. */
export function ignoring(paths: readonly string[]): (path: string) => boolean {
  const ignored = paths.map((path) => path.split('.'))
  return (path) => {
    if (ignored.length === 0) return false
    const names = path.split('.')
    return ignored.some(
      (given) => given.length <= names.length && given.every((name, at) => name === '*' || name === names[at]),
    )
  }
}

/** `output.items.3.id`: output.items.*.id. */
export const generalPath = (path: string): string => path.replaceAll(/(?<=\.)\d+(?=\.|$)/g, '*')
