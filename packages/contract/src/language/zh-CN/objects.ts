import type { Sentences } from '../translator.ts'

/** Buckets and their objects. */
const sentences: Sentences = {
  'Objects are data: browsers may not load them as part of a page': '对象是数据：浏览器不能将其作为页面的一部分加载',
  'The object "{key}" has changed': '对象“{key}”已改变',
  'The object has {bytes} bytes: the range lies outside': '对象有 {bytes} 字节：请求的范围超出其大小',
  'The reader has lost the right to the object': '读取者已失去对此对象的权限',
  'The Content-Encoding of an object is not kept: send it without one': '不保存对象的 Content-Encoding：请不带它发送',
  'A range of an object cannot be written: start an upload in parts': '无法写入对象的一个范围：请开始分片上传',
  'Must not come before start': '不能在 start 之前',
  'An object needs a content, which may be empty': '对象须有内容，内容可以为空',
  'An object may have at most {bytes} bytes': '对象最多 {bytes} 字节',
  'An object may have at most {most} bytes, and this has {bytes}': '对象最多 {most} 字节，而此对象有 {bytes} 字节',
  'An upload has at most {count} parts': '一次上传最多 {count} 个分片',
  'At most {bytes} bytes of UTF-8 without control characters': '最多 {bytes} 字节的 UTF-8，不含控制字符',
  'Metadata may have at most {count} names': '元数据最多 {count} 项',
  'Send either up to 1,000 keys, or the prefix of a folder': '请发送最多 1,000 个键，或一个文件夹的前缀',
  'Writes are made under If-Match: a date does not tell two writes of a second apart':
    '写入请使用 If-Match：日期无法区分同一秒内的两次写入',
  'Metadata may have {bytes} bytes, names included': '元数据最多 {bytes} 字节，含名称',
  'Must look like "image/jpeg" or "text/plain; charset=utf-8"': '格式须如“image/jpeg”或“text/plain; charset=utf-8”',
  'Names of metadata hold a-z, 0-9 and "-", at most 63 characters': '元数据的名称只含 a-z、0-9 和“-”，最多 63 个字符',
  'Cannot delete the bucket {bucket}: it holds {holds}. Delete them first':
    '无法删除存储桶 {bucket}：其中有 {holds!}。请先删除',
  'A link to {method} needs {action}': '{method} 的链接需要 {action} 权限',
  'The link has expired: ask for a new one': '链接已过期：请索取新链接',
  'The link was revoked: ask for a new one': '链接已被撤销：请索取新链接',
  'Only its maker, and who has buckets:write, may revoke a link':
    '只有链接的创建者和拥有 buckets:write 权限的人可以撤销链接',
  'You have {count} links to this bucket: wait until some expire':
    '您已有 {count} 个指向此存储桶的链接：请等待部分链接过期',
  'The link is not valid: it was changed, is for another method, or its maker has no access':
    '链接无效：它被改动、用于其他方法，或其创建者没有权限',
  '{what} would be {bytes} bytes over its quota: delete objects or raise it':
    '{what!}将超出配额 {bytes} 字节：请删除对象或提高配额',
  'The stored piece {piece} is damaged: put the object again': '存储的数据块 {piece} 已损坏：请重新写入对象',
  'The quota leaves room for {room} bytes, and these are {bytes}: delete objects or raise it':
    '配额还剩 {room} 字节，而此处有 {bytes} 字节：请删除对象或提高配额',
  'Part {part} of the upload is missing: send it first': '上传缺少分片 {part}：请先发送',
  'The upload has no parts yet: send at least one': '上传还没有分片：请至少发送一个',
  'The bucket has {count} uploads that are not complete: end some first':
    '存储桶有 {count} 个未完成的上传：请先结束一些',
  'Half a surrogate pair is no text: send valid UTF-8': '半个代理对不是文本：请发送有效的 UTF-8',
  'A key may have at most {bytes} bytes of UTF-8': '键最多 {bytes} 字节的 UTF-8',
  'A key holds no NUL, line break or other control character': '键不能含有 NUL、换行或其他控制字符',
  'No part of a key between slashes may be "." or ".."': '键中斜杠之间的部分不能是“.”或“..”',
  'Send contentType, metadata or both': '请发送 contentType、metadata 或两者',
  'A zip takes at most {most} objects: download the folders in it one by one':
    '一个 zip 最多包含 {most} 个对象：请逐个下载其中的文件夹',
  'A folder cannot move into itself': '文件夹不能移动到自身之中',
}

export default sentences
