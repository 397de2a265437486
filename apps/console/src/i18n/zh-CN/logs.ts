import type en from '../en/logs.ts'
import type { Texts } from '../texts.ts'

const texts: Texts<typeof en> = {
  retention: {
    title: '记录',
    note: '此空间的保留时长',
    lines: '日志行',
    invocations: '调用记录',
    metrics: '指标',
    issues: '问题',
    days: '天',
    bad: '{{min}} 到 {{max}} 之间的整数',
    saved: '已保存：更早的记录将在一小时内清除',
    shorten: '缩短记录的保留时间',
    shortenYes: '清除更早的记录',
    shortenWhat: '{{days}} 天以前的{{what}}将被清除，无法恢复。',
  },
}

export default texts
