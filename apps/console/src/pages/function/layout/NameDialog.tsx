import { Name } from '@alcove/contract'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { isApiError } from '../../../api/error.ts'
import { duplicateFunction, functionsKey, updateFunction } from '../../../api/functions.ts'
import { spaceKey } from '../../../api/spaces.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { Field, Input } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { forgetWorkbench, saveTyped } from '../code/workbench.ts'

interface NameDialogProps {
  act: 'rename' | 'duplicate'
  space: string
  fn: string
  onClose(): void
}

/** Asks for the name that a function gets, or that its duplicate gets. */
export function NameDialog({ act, space, fn, onClose }: NameDialogProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [name, setName] = useState(act === 'rename' ? fn : `${fn}-copy`.slice(0, 63))
  const [taken, setTaken] = useState<string | null>(null)
  const problem = taken === name ? 'taken' : Name.safeParse(name).success ? null : 'badName'
  const change = useChange({
    async run() {
      if (!(await saveTyped(space, fn))) throw new Error(t('fn.draft.saveBefore'))
      return act === 'rename' ? updateFunction(space, fn, { name }) : duplicateFunction(space, fn, name)
    },
    invalidates: [functionsKey(space), [...spaceKey(space), 'detail']],
    done: () => t(`fn.${act}.done`, { fn, name }),
    onDone: async () => {
      onClose()
      if (act === 'rename') forgetWorkbench(space, fn)
      await navigate(act === 'rename' ? paths.function(space, name) : paths.code(space, name))
    },
    handles: (error) => {
      if (!isApiError(error, 'AlreadyExists')) return false
      setTaken(name)
      return true
    },
  })
  return (
    <FormDialog
      onClose={onClose}
      title={t(`fn.${act}.title`, { fn })}
      description={t(`fn.${act}.hint`)}
      submit={t(`fn.${act}.submit`)}
      pending={change.isPending}
      disabledReason={problem ? t(`fn.create.${problem}`) : name === fn && t('fn.rename.same')}
      onSubmit={() => change.mutate(undefined)}
    >
      <Field label={t('common.name')} error={problem && t(`fn.create.${problem}`)} hint={t('fn.create.nameHint')}>
        <Input
          mono
          // The dialog is this field.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          autoComplete="off"
          spellCheck={false}
          value={name}
          onFocus={({ target }) => target.select()}
          onChange={({ target }) => setName(target.value)}
        />
      </Field>
    </FormDialog>
  )
}
