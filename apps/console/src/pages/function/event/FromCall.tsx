import type { ParametersSchema } from '@alcove/contract'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { invocationQuery, invocationsQuery } from '../../../api/invocations.ts'
import { toast } from '../../../components/toast.ts'
import { shortId } from '../../../components/shortId.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Button } from '../../../ui/Button.tsx'
import { Menu, MenuItem } from '../../../ui/Menu.tsx'
import { StatusMark } from '../../../ui/StatusMark.tsx'
import { prettyJson } from '../payload/prettyJson.ts'
import { withoutSecrets } from './eventText.ts'

interface FromCallProps {
  space: string
  fn: string
  parameters: ParametersSchema | null
  onChoose(event: { text: string; label: string }): void
}

const SHOWN = 10

/** Takes the event of one of the last calls. Secret parameters stay empty: the record does not have them. */
export function FromCall(props: FromCallProps) {
  const { t } = useTranslation()
  return (
    <Menu
      trigger={
        <Button size="sm" variant="ghost" icon={<History size={14} />}>
          {t('fn.params.fromCall')}
        </Button>
      }
    >
      <Calls {...props} />
    </Menu>
  )
}

/** Read when the menu opens. */
function Calls({ space, fn, parameters, onChoose }: FromCallProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const client = useQueryClient()
  const calls = useInfiniteQuery(invocationsQuery(space, fn))
  const choose = async (id: string) => {
    const { input } = await client.fetchQuery(invocationQuery(space, id))
    if (input?.encoding !== 'utf8') toast.error(t('fn.params.noInput'))
    else if (input.truncated) toast.error(t('fn.params.inputCut'))
    else {
      const { text } = prettyJson(input.text)
      onChoose({ text: withoutSecrets(text, parameters), label: t('fn.run.fromInvocation', { id: shortId(id) }) })
    }
  }
  if (calls.isPending || calls.error) {
    return <p className="px-2 py-1 text-fg-2">{calls.error ? calls.error.message : t('fn.params.loading')}</p>
  }
  if (calls.data.length === 0) return <p className="px-2 py-1 text-fg-2">{t('fn.params.noCalls')}</p>
  return calls.data.slice(0, SHOWN).map(({ id, status, startedAt }) => (
    <MenuItem
      key={id}
      onSelect={() =>
        void choose(id).catch((error: unknown) => toast.error(error instanceof Error ? error.message : String(error)))
      }
    >
      <span className="flex items-center gap-3">
        <span className="num">{format.dateTime(startedAt)}</span>
        <StatusMark status={status}>{t(`status.${status}`)}</StatusMark>
      </span>
    </MenuItem>
  ))
}
