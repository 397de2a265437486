import type { CreateSpace, Grant, Page, PutGrant, Space, UpdateSpace, VisibleSpace } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { onlyOver } from './only-over.ts'
import { request } from './request.ts'
import { listQuery } from './list.ts'

export const spacesQuery = listQuery<VisibleSpace>({ key: ['spaces'], path: ['spaces'] })

/** The key prefix of everything about one space: invalidating it also refreshes functions and grants. */
export const spaceKey = (space: string) => ['space', space] as const

export const spaceQuery = (space: string) =>
  queryOptions({
    queryKey: [...spaceKey(space), 'detail'],
    queryFn: ({ signal }) => request<VisibleSpace>(['spaces', space], { signal }),
  })

/** Whether the user has a role in the space, and sees more than its card. */
export const isWhole = (space: VisibleSpace): space is Space => 'egress' in space

export const createSpace = (body: CreateSpace) => request<Space>(['spaces'], { method: 'POST', body })

export const getSpace = (space: string) => request<Space>(['spaces', space])

/** @param seen left out: whatever others set */
export const updateSpace = (space: string, body: UpdateSpace, seen?: string | null) =>
  request<Space>(['spaces', space], { method: 'PATCH', body, ...(seen != null && { headers: onlyOver(seen) }) })

export const deleteSpace = (space: string) => request<void>(['spaces', space], { method: 'DELETE' })

export const grantsQuery = (space: string) =>
  listQuery<Grant>({ key: [...spaceKey(space), 'grants'], path: ['spaces', space, 'grants'] })

/** null: it was taken away. */
export async function getGrant(space: string, { subject, function: fn }: Grant): Promise<Grant | null> {
  let cursor: string | null = null
  do {
    const query = { limit: 200, cursor: cursor ?? undefined }
    // oxlint-disable-next-line no-await-in-loop -- each page names the next
    const page: Page<Grant> = await request<Page<Grant>>(['spaces', space, 'grants'], { query })
    const found = page.items.find((each) => each.subject === subject && each.function === fn)
    if (found) return found
    cursor = page.nextCursor
  } while (cursor !== null)
  return null
}

/** @param seen the ETag of the grant that it replaces; left out: whatever is there */
export const putGrant = (space: string, subject: string, body: PutGrant, seen?: string | null) =>
  request<Grant>(['spaces', space, 'grants', subject], {
    method: 'PUT',
    body,
    ...(seen && { headers: onlyOver(seen) }),
  })

export const deleteGrant = (space: string, { subject, function: fn }: Pick<Grant, 'subject' | 'function'>) =>
  request<void>(['spaces', space, 'grants', subject], { method: 'DELETE', query: { function: fn ?? undefined } })
