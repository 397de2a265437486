import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isApiError } from '../../api/error.ts'
import { type ChangeOptions, useChange } from '../useChange.ts'

interface Guarded {
  etag: string
}

interface GuardedSaveOptions<Input, Item extends Guarded, Saved extends Item> extends Omit<
  ChangeOptions<Input, Saved>,
  'run' | 'undo'
> {
  /** As the page knows it now; null: the form makes a new one. */
  item: Item | null
  /** The form shows what changes elsewhere right away. Otherwise it stays as it was opened. */
  follows?: boolean
  /** It saves only its own fields: a change of others is no conflict. */
  partial?: boolean
  /**
   * @param seen the ETag of what it is saved over; null: nothing must be there
   * @param over what it is saved over, for a form that sends fields it does not show
   */
  run: (input: Input, seen: string | null, over: Item | null) => Promise<Saved>
  /** Null, or NotFound: it was deleted. */
  read: () => Promise<Item | null>
  /** What the form edits, of an item. */
  settings: (item: Item) => unknown
  /** The same, of what is to be saved. */
  typed: (input: Input) => unknown
  /** Puts theirs into the form; null: it was deleted. */
  onTheirs: (theirs: Item | null) => void
}

/** Why a save was refused. */
export interface Conflict {
  before: unknown
  /** Null: it was deleted. */
  theirs: unknown
  mine: unknown
  takeTheirs(): Promise<void>
  saveMine(): void
  close(): void
}

/** Like `useChange`, for a form: saves only over what it began with. `conflict` is for `ChangedDialog`. */
export function useGuardedSave<Input, Item extends Guarded, Saved extends Item = Item>({
  item,
  follows = false,
  partial = false,
  run,
  read,
  settings,
  typed,
  onTheirs,
  invalidates = [],
  done,
  onDone,
  handles,
}: GuardedSaveOptions<Input, Item, Saved>) {
  const client = useQueryClient()
  const [opened, setOpened] = useState(item)
  if (follows && opened !== item) setOpened(item)
  const base = follows ? item : opened
  const [found, setFound] = useState<{ theirs: Item | null; input: Input } | null>(null)
  const isConflict = (error: unknown) => base !== null && isApiError(error, 'PreconditionFailed')

  async function save({ input, over }: { input: Input; over: Item | null }): Promise<Saved> {
    try {
      return await run(input, over?.etag ?? null, over)
    } catch (error) {
      if (!isConflict(error)) throw error
      const theirs = await read().catch((failed) => {
        if (isApiError(failed, 'NotFound')) return null
        throw failed
      })
      if (partial && theirs !== null && isSame(settings(theirs), settings(base!)))
        return run(input, theirs.etag, theirs)
      setFound({ theirs, input })
      throw error
    }
  }
  const change = useChange({
    run: save,
    invalidates,
    ...(done && { done: (saved: Saved, { input }: { input: Input }) => done(saved, input) }),
    onDone: (saved: Saved, { input }) => {
      setFound(null)
      setOpened(saved)
      return onDone?.(saved, input, client)
    },
    handles: (error) => isConflict(error) || (handles?.(error) ?? false),
  })
  const conflict: Conflict | null = found && {
    before: base && settings(base),
    theirs: found.theirs && settings(found.theirs),
    mine: typed(found.input),
    async takeTheirs() {
      await Promise.all(invalidates.map((queryKey) => client.invalidateQueries({ queryKey })))
      setOpened(found.theirs)
      setFound(null)
      onTheirs(found.theirs)
    },
    saveMine: () => change.mutate({ input: found.input, over: found.theirs }),
    close: () => setFound(null),
  }
  return {
    ...change,
    mutate: (input: Input) => change.mutate({ input, over: base }),
    /** What the form began with. */
    base,
    conflict,
  }
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
