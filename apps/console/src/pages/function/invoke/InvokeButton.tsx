import type { FunctionDetail } from '@alcove/contract'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Play } from 'lucide-react'
import { versionsQuery } from '../../../api/versions.ts'
import { usePermission } from '../../../components/usePermission.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { InvokeForm } from './InvokeForm.tsx'

/** Invokes an alias, a version or the draft from any page of the function. */
export function InvokeButton({ space, details }: { space: string; details: FunctionDetail }) {
  const { t } = useTranslation()
  const denied = usePermission(space)('functions:invoke')
  const { invoke } = useSearch({ from: '/shell/s/$space/f/$fn' })
  const navigate = useNavigate()
  const show = (open: boolean) =>
    void navigate({ to: '.', search: (now) => ({ ...now, invoke: open || undefined }), replace: true })
  return (
    <>
      <Button icon={<Play size={15} />} disabledReason={denied} onClick={() => show(true)}>
        {/* Between 760 and 1100 px headers have no room for the word. */}
        <span className="compact:sr-only narrow:not-sr-only">{t('fn.invoke.title')}</span>
      </Button>
      {invoke && !denied && <InvokeDialog space={space} details={details} onClose={() => show(false)} />}
    </>
  )
}

interface InvokeDialogProps {
  space: string
  details: FunctionDetail
  onClose(): void
}

function InvokeDialog({ space, details: { name, aliases }, onClose }: InvokeDialogProps) {
  const { t } = useTranslation()
  const versions = useWholeList(versionsQuery(space, name)).data ?? []
  // What callers get comes first.
  const names = aliases.map((alias) => alias.name).toSorted((a, b) => Number(b === 'live') - Number(a === 'live'))
  const qualifiers = [...names, 'draft', ...versions.map(({ version }) => String(version))]
  return (
    <Dialog open title={t('fn.invoke.of', { fn: name })} width={640} onClose={onClose}>
      <div className="[--gutter:0px]">
        <InvokeForm space={space} fn={name} qualifiers={qualifiers} />
      </div>
    </Dialog>
  )
}
