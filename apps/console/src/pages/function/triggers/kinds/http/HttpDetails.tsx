import { Terminal } from 'lucide-react'
import { toast } from '../../../../../components/toast.ts'
import { useTranslation } from '../../../../../i18n/index.ts'
import { Button } from '../../../../../ui/Button.tsx'
import { CodeBlock } from '../../../../../ui/CodeBlock.tsx'
import { copyText } from '../../../../../ui/copyText.ts'
import { KeyValue } from '../../../../../ui/KeyValue.tsx'
import { urlCurl } from '../../../payload/curl.ts'
import type { TriggerViewProps } from '../kind.ts'
import { RecentCalls } from './RecentCalls.tsx'

export function HttpDetails({ space, fn, trigger }: TriggerViewProps<'http'>) {
  const { t } = useTranslation()
  const { url, config } = trigger
  const curl = urlCurl(url, config.auth, config.methods?.[0])
  return (
    <>
      <div className="px-gutter py-3">
        <CodeBlock boxed wrap code={url} label="URL" />
        <Button
          variant="ghost"
          className="mt-2 -ml-2"
          icon={<Terminal size={15} />}
          onClick={async () => {
            await copyText(curl)
            toast.success(t('fn.copiedCurl'))
          }}
        >
          {t('fn.copyCurl')}
        </Button>
      </div>
      <div className="pb-2">
        <KeyValue
          items={[
            { key: 'auth', label: t('fn.triggers.auth'), value: t(`fn.triggers.authName.${config.auth}`) },
            {
              key: 'methods',
              label: t('fn.triggers.methods'),
              value: config.methods?.join(', ') ?? t('fn.triggers.anyMethod'),
            },
          ]}
        />
      </div>
      <RecentCalls space={space} fn={fn} trigger={trigger.name} />
    </>
  )
}
