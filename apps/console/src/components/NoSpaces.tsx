import { Name } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { DoorClosed, Layers } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { ownRequestsQuery } from '../api/access.ts'
import { meQuery } from '../api/session.ts'
import { useTranslation } from '../i18n/index.ts'
import { useFormat } from '../i18n/useFormat.ts'
import { paths } from '../navigation/paths.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Field, Input } from '../ui/Field.tsx'
import { NewSpaceButton } from './NewSpaceButton.tsx'
import { useWholeList } from './useWholeList.ts'

/** Stands where the spaces would be: administrators create the first one, others ask to be let into one. */
export function NoSpaces({ example }: { example?: ReactNode }) {
  const { t } = useTranslation()
  const me = useQuery(meQuery).data
  if (me === undefined) return null
  if (me.actions.includes('spaces:write')) {
    return (
      <EmptyState
        icon={<Layers size={16} />}
        title={t('overview.noSpaces')}
        action={<NewSpaceButton />}
        example={example}
      >
        {t('overview.noSpacesDetail')}
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={<DoorClosed size={15} />} title={t('overview.noneForYou')}>
      {t('overview.noneForYouDetail')}
      <FindSpace />
      <OwnRequests />
    </EmptyState>
  )
}

/** Leads to the page of the space, which asks for access and does not say whether the space exists. */
function FindSpace() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const name = Name.safeParse(typed.trim())
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.success) void navigate(paths.space(name.data))
  }
  return (
    <form onSubmit={submit} className="mt-4 grid gap-3 text-left">
      <Field label={t('overview.spaceName')} error={typed.trim() === '' || name.success ? null : t('common.nameRule')}>
        <Input value={typed} onChange={(event) => setTyped(event.target.value)} placeholder="storefront" />
      </Field>
      <Button variant="primary" type="submit" disabledReason={name.success ? null : t('common.nameRule')}>
        {t('ask.ask')}
      </Button>
    </form>
  )
}

function OwnRequests() {
  const { t } = useTranslation()
  const format = useFormat()
  const requests = useWholeList(ownRequestsQuery).data ?? []
  const pending = requests.filter(({ state }) => state === 'pending')
  return pending.map(({ id, space, askedAt }) => (
    <p key={id} className="mt-3">
      <Link {...paths.space(space)} className="font-name hover:underline">
        {space}
      </Link>
      {': '}
      {t('ask.waiting', { date: format.dateTime(askedAt) })}
    </p>
  ))
}
