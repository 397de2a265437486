import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { keysQuery } from '../../api/keys.ts'
import { meQuery } from '../../api/session.ts'
import { Loaded } from '../../components/Loaded.tsx'
import { useWholeList } from '../../components/useWholeList.ts'
import { useTranslation } from '../../i18n/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Section } from '../../ui/Section.tsx'
import { CreateKeyDialog } from '../keys/CreateKeyDialog.tsx'
import { KeyTable } from '../keys/KeyTable.tsx'

export function OwnKeys() {
  const { t } = useTranslation()
  const [creating, setCreating] = useState(false)
  const email = useQuery(meQuery).data?.email
  const query = useWholeList(keysQuery)
  return (
    <Section
      ruled
      title={t('shell.keys')}
      note={t('roles.keyNote')}
      actions={
        <Button size="sm" icon={<Plus size={14} />} onClick={() => setCreating(true)}>
          {t('keys.new')}
        </Button>
      }
    >
      <Loaded query={query}>
        {(keys) => {
          // Administrators see everyone's.
          const own = keys.filter(({ owner }) => owner === email)
          return own.length === 0 && !query.hasNextPage ? (
            <p className="px-gutter pb-3 text-fg-3">{t('keys.none')}</p>
          ) : (
            <KeyTable keys={own} pages={query} />
          )
        }}
      </Loaded>
      {creating && <CreateKeyDialog onClose={() => setCreating(false)} />}
    </Section>
  )
}
