import type { Space, UpdateSpace } from '@alcove/contract'
import { getSpace, spaceKey, updateSpace } from '../../api/spaces.ts'
import type { ChangeOptions } from '../useChange.ts'
import { useGuardedSave } from './useGuardedSave.ts'

type Part<Name extends keyof UpdateSpace> = Required<Pick<UpdateSpace, Name>>

interface SpaceSaveOptions<Name extends keyof UpdateSpace> extends Pick<
  ChangeOptions<Part<Name>, Space>,
  'done' | 'onDone' | 'handles'
> {
  space: Space
  /** The settings that the form edits. */
  settings: (space: Space) => Part<Name>
  onTheirs: (theirs: Part<Name>) => void
  invalidates?: ChangeOptions<Part<Name>, Space>['invalidates']
}

/** Saves some settings of a space, over what the form began with. */
export function useSpaceSave<Name extends keyof UpdateSpace>({
  space,
  settings,
  onTheirs,
  invalidates = [],
  ...rest
}: SpaceSaveOptions<Name>) {
  return useGuardedSave<Part<Name>, Space>({
    item: space,
    partial: true,
    run: (part, seen) => updateSpace(space.name, part, seen),
    read: () => getSpace(space.name),
    settings,
    typed: (part) => part,
    // A space that is gone shows as such on its page.
    onTheirs: (theirs) => theirs && onTheirs(settings(theirs)),
    invalidates: [spaceKey(space.name), ...invalidates],
    ...rest,
  })
}
