import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Play, Radio, RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { functionQuery } from '../../../api/functions.ts'
import { LinkButton } from '../../../components/LinkButton.tsx'
import { usePermission } from '../../../components/usePermission.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { spanOf } from '../../../navigation/range.ts'
import type { InvocationsSearch } from '../../../navigation/search/shared.ts'
import { Button } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { HeaderSlot } from '../HeaderSlot.tsx'
import { useFunctionParams } from '../params.ts'
import { ReplayDialog } from '../replays/ReplayDialog.tsx'
import { Explorer } from './Explorer.tsx'
import { invocationFilter } from './filter.ts'

const icon = { size: 15 } as const

export default function InvocationsTab() {
  const { t } = useTranslation()
  const { space, fn } = useFunctionParams()
  const search = useSearch({ from: '/shell/s/$space/f/$fn/invocations' })
  const navigate = useNavigate({ from: '/s/$space/f/$fn/invocations' })
  const details = useQuery(functionQuery(space, fn)).data
  const why = usePermission(space)
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  /** Since when the dialog is open; null: it is not. */
  const [replaying, setReplaying] = useState<number | null>(null)
  return (
    <>
      <HeaderSlot name="actions">
        <LinkButton {...paths.replays(space, fn)}>{t('fn.replay.all')}</LinkButton>
        <Button
          icon={<RotateCcw {...icon} />}
          disabledReason={why('functions:write')}
          onClick={() => setReplaying(Date.now())}
        >
          {picked.size > 0 ? t('fn.replay.replayPicked', { count: picked.size }) : t('fn.replay.replay')}
        </Button>
        <LinkButton {...paths.logs(space, fn)} search={{ follow: true }} icon={<Radio {...icon} />}>
          {t('fn.logs.live')}
        </LinkButton>
      </HeaderSlot>
      <Explorer
        of={{ space, fn }}
        details={details}
        search={search}
        picked={picked}
        onPick={(call, on) =>
          setPicked((before) => new Set(on ? [...before, call] : [...before].filter((each) => each !== call)))
        }
        onSearch={(change, replace = false) =>
          void navigate({ search: (before) => ({ ...before, ...change }), replace, resetScroll: false })
        }
        whenNone={
          <EmptyState
            icon={<Play {...icon} />}
            title={t('fn.invocations.none')}
            action={
              <>
                <LinkButton {...paths.code(space, fn)}>{t('fn.invocations.runDraft')}</LinkButton>
                <LinkButton {...paths.triggers(space, fn)}>{t('fn.triggers.new')}</LinkButton>
              </>
            }
          >
            {t('fn.invocations.noneHint')}
          </EmptyState>
        }
      />
      {replaying !== null && (
        <ReplayDialog
          space={space}
          fn={fn}
          picked={[...picked]}
          filter={{ ...invocationFilter(search.q ?? ''), ...windowOf(search, replaying) }}
          onClose={() => setReplaying(null)}
        />
      )}
    </>
  )
}

function windowOf({ range = '3h', from, to }: InvocationsSearch, now: number) {
  const span = spanOf(range, now)
  return { from: from ?? new Date(span.from).toISOString(), to: to ?? new Date(span.to).toISOString() }
}
