"""Files appear whole or not at all."""

import errno
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from zhixian.core.kernel.refusal import Refusal


def write_whole(path: Path, write: Callable[[Path], None], *, durable: bool = False, mode: int | None = None) -> None:
    """Let `write` fill a temporary file beside `path`, then put it in place in one step.

    Refuses a folder that does not exist or cannot be written, and a path that is a folder, a device or a pipe; an existing
    file stays as it was until the new one is complete. A link stays a link: the file it points to is the one written.
    `durable` waits until the disk has it, for what must outlive a crash; `mode` is who may read it, else as the umask says.
    """
    where = str(path)
    path = place(path)
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".tmp", dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        write(temporary)
        temporary.chmod(0o666 & ~_umask() if mode is None else mode)
        if durable:
            sync(temporary)
        temporary.replace(path)
        if durable:
            sync(path.parent)
    except OSError as error:
        raise Refusal(f"写不进去（{trouble(error)}）", where=where, expected="可写的文件夹，且磁盘有空间") from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def place(path: Path) -> Path:
    """Where a file of that name would be written: the path, or what a link leads to.

    Refuses a folder, a device or a pipe (to rename onto one as root would replace it), and a path whose folder is not there.
    """
    where = str(path)
    path = path.resolve() if path.is_symlink() else path
    if path.is_dir():
        raise Refusal("这是一个文件夹", where=where, expected="文件名，如 报告.docx")
    if path.exists() and not path.is_file():
        raise Refusal("这里是设备或管道，不是普通文件", where=where, expected="文件名，如 报告.docx")
    if not path.parent.is_dir():
        raise Refusal("所在文件夹不存在", where=where, expected="已有的文件夹")
    return path


_TROUBLE = {
    errno.EACCES: "没有读写权限",
    errno.EPERM: "系统不允许",
    errno.ENOENT: "没有这个文件或目录",
    errno.ENOTDIR: "路径中有一段不是目录",
    errno.EISDIR: "这是一个目录",
    errno.EEXIST: "已经存在",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EROFS: "只读的文件系统",
    errno.EIO: "磁盘读写出错",
    errno.EFBIG: "文件太大",
    errno.ELOOP: "链接绕成了圈",
    errno.ENAMETOOLONG: "名称太长",
    errno.EMFILE: "打开的文件太多",
}


def trouble(error: OSError) -> str:
    """What the system says of a file, in Chinese where we know it."""
    return _TROUBLE.get(error.errno or 0) or error.strerror or str(error)


def sync(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    """What new files may not be; the system tells it only by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
