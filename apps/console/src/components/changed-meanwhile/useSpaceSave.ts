import type { Space, UpdateSpace } from '@alcove/contract'
import { useEffect, useEffectEvent } from 'react'
import { getSpace, spaceKey, updateSpace } from '../../api/spaces.ts'
import type { ChangeOptions } from '../useChange.ts'
import { useGuardedSave } from './useGuardedSave.ts'

type Part<Name extends keyof UpdateSpace> = Required<Pick<UpdateSpace, Name>>

interface SpaceSaveOptions<Name extends keyof UpdateSpace> extends Pick<
  ChangeOptions<Part<Name>, Space>,
  'done' | 'onDone' | 'handles'
> {
  space: Space
  /** Whether the form has unsaved input. It keeps that input when somebody else saves. */
  dirty: boolean
  /** The settings that the form edits. */
  settings: (space: Space) => Part<Name>
  /** Puts settings that are saved into the form, in place of what is typed. */
  show: (saved: Part<Name>) => void
  invalidates?: ChangeOptions<Part<Name>, Space>['invalidates']
}

/** Saves some settings of a space, over what the form showed when one began to type. */
export function useSpaceSave<Name extends keyof UpdateSpace>({
  space,
  dirty,
  settings,
  show,
  invalidates = [],
  onDone,
  ...rest
}: SpaceSaveOptions<Name>) {
  const follow = useEffectEvent(() => {
    if (!dirty) show(settings(space))
  })
  const saved = JSON.stringify(settings(space))
  useEffect(() => follow(), [saved])
  return useGuardedSave<Part<Name>, Space>({
    item: space,
    follows: !dirty,
    partial: true,
    run: (part, seen) => updateSpace(space.name, part, seen),
    read: () => getSpace(space.name),
    settings,
    typed: (part) => part,
    // A space that is gone shows as such on its page.
    onTheirs: (theirs) => theirs && show(settings(theirs)),
    invalidates: [spaceKey(space.name), ...invalidates],
    onDone: (changed, input, client) => {
      show(settings(changed))
      return onDone?.(changed, input, client)
    },
    ...rest,
  })
}
