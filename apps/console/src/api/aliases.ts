import type { Alias, PutAlias } from '@alcove/contract'
import { functionKey, functionPath } from './functions.ts'
import { onlyOver } from './only-over.ts'
import { request } from './request.ts'
import { listQuery } from './list.ts'

export const aliasesQuery = (space: string, fn: string) =>
  listQuery<Alias>({ key: [...functionKey(space, fn), 'aliases'], path: functionPath(space, fn, 'aliases') })

/** `seen` is the etag of the alias as it was shown; null when it must not exist yet. */
export const putAlias = (space: string, fn: string, alias: string, body: PutAlias, seen: string | null) =>
  request<Alias>(functionPath(space, fn, 'aliases', alias), {
    method: 'PUT',
    body,
    headers: onlyOver(seen),
  })

/** Back to an entry of its history, where the alias is still as it was shown. */
export const rollbackAlias = (space: string, fn: string, { name, etag }: Pick<Alias, 'name' | 'etag'>, to: string) =>
  request<Alias>(functionPath(space, fn, 'aliases', name, 'rollback'), {
    method: 'POST',
    body: { to },
    headers: onlyOver(etag),
  })

export const deleteAlias = (space: string, fn: string, alias: string) =>
  request<void>(functionPath(space, fn, 'aliases', alias), { method: 'DELETE' })
