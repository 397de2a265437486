import type {
  AccessRequest,
  ApproveAccess,
  AskedForAccess,
  AskForAccess,
  DeclineAccess,
  Group,
  GroupSummary,
  Member,
  Visibility,
  VisibilityPreview,
  VisibleSpace,
} from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { listQuery } from './list.ts'
import { request } from './request.ts'
import { spaceKey } from './spaces.ts'

export const membersQuery = (space: string) =>
  listQuery<Member>({ key: [...spaceKey(space), 'members'], path: ['spaces', space, 'members'] })

export const groupsQuery = listQuery<GroupSummary>({ key: ['groups'], path: ['groups'] })

export const groupQuery = (name: string) =>
  queryOptions({
    queryKey: [...groupsQuery.queryKey, name],
    queryFn: ({ signal }) => request<Group>(['groups', name], { signal }),
  })

export const visibilityPreviewQuery = (space: string, visibility: Visibility) =>
  queryOptions({
    queryKey: [...spaceKey(space), 'visibility', visibility],
    queryFn: ({ signal }) =>
      request<VisibilityPreview>(['spaces', space, 'visibility-preview'], { signal, query: { visibility } }),
    gcTime: 0,
  })

/** Milliseconds between looks, for a person who waits for an answer or could give one. */
const REQUESTS_EVERY = 5_000

export const requestsQuery = (space: string) =>
  listQuery<AccessRequest>({
    key: [...spaceKey(space), 'requests'],
    path: ['spaces', space, 'access-requests'],
    query: { state: 'pending' },
    refetchInterval: REQUESTS_EVERY,
  })

export const ownRequestsQuery = listQuery<AccessRequest>({
  key: ['own-requests'],
  path: ['access-requests'],
  refetchInterval: REQUESTS_EVERY,
})

export const askForAccess = (space: string, body: AskForAccess) =>
  request<AskedForAccess>(['spaces', space, 'access-requests'], { method: 'POST', body })

export const approveRequest = (space: string, id: string, body: ApproveAccess) =>
  request<AccessRequest>(['spaces', space, 'access-requests', id, 'approve'], { method: 'POST', body })

export const declineRequest = (space: string, id: string, body: DeclineAccess) =>
  request<AccessRequest>(['spaces', space, 'access-requests', id, 'decline'], { method: 'POST', body })

/**
 * Whether the caller has access to a space by now. A separate query: polling the page's query would restart it each time.
 */
export const admissionQuery = (space: string) =>
  queryOptions({
    queryKey: ['admission', space],
    queryFn: ({ signal }) => request<VisibleSpace>(['spaces', space], { signal }),
    refetchInterval: REQUESTS_EVERY,
    retry: false,
    gcTime: 0,
  })
