"""Frame sources: webcams, video files, folders of pictures, network streams."""

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from typing_extensions import override

from desk_app.domain.errors import KnownError
from desk_app.scan.exposure import Exposure
from desk_app.scan.frames import Capture, Frame, FrameSource, SourceLost
from desk_app.scan.freeze import FreezeWatch
from desk_app.scan.pictures import load_cv2, read_image

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp"})
OPEN_TIMEOUT_MS = 2000
READ_TIMEOUT_MS = 1500
_SCHEMES = frozenset({"http", "https", "rtsp", "rtsps"})
_MOST_CAMERAS = 100
_BY_NAME = "camera:"
_USUAL_FPS = 30.0
_MOST_FPS = 240.0
# A code in two neighbouring pictures is held in front; after a picture without it, shown again.
_PICTURE_S = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraInfo:
    """A webcam as the system names it; ``nth`` counts from 1 among those of one name."""

    index: int
    name: str
    nth: int = 1

    @property
    def source(self) -> str:
        """What to remember it by: its number changes from start to start, its name does not."""
        return f"{_BY_NAME}{self.name}" + (f"#{self.nth}" if self.nth > 1 else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceProblem:
    """A file of a folder that could not be used, the error's code and its words."""

    path: str
    code: str
    zh: str
    en: str


def list_cameras() -> tuple[CameraInfo, ...]:
    """Return the webcams the system knows, by index."""
    cv2 = load_cv2()  # before the other imports it with its own log level
    try:
        from cv2_enumerate_cameras import enumerate_cameras  # noqa: PLC0415

        # The numbers differ between Windows' interfaces: ask the one that opens them.
        api = cv2.CAP_DSHOW if sys.platform == "win32" else cv2.CAP_ANY
        found = {camera.index % _MOST_CAMERAS: camera.name for camera in enumerate_cameras(api)}
    except (ImportError, OSError, RuntimeError):
        return ()
    names: list[str] = []
    cameras: list[CameraInfo] = []
    for index in sorted(found):
        names.append(found[index])
        nth = names.count(found[index])
        cameras.append(CameraInfo(index=index, name=found[index], nth=nth))
    return tuple(cameras)


def open_source(spec: str, *, size: tuple[int, int] = (1280, 720)) -> FrameSource:
    """Choose the source that a text stands for: a webcam, a file, a folder, or a URL.

    A webcam is an index, or ``camera:`` and its name, found again wherever it is plugged in.

    Raises:
        KnownError: There is no such file or folder, or it holds no pictures.
    """
    if spec.isdecimal() and spec.isascii() and len(spec) <= len(str(_MOST_CAMERAS - 1)):
        return LiveSource(int(spec), size=size)
    if spec.startswith(_BY_NAME) or spec.partition("://")[0].lower() in _SCHEMES:
        return LiveSource(spec, size=size)
    if not spec.strip():  # an empty path would be the present folder
        raise _no_such_source(spec)
    try:
        path = Path(spec).expanduser()
        is_folder, is_file = path.is_dir(), path.is_file()
    except (OSError, RuntimeError) as error:  # a name too long, a home that is not there
        raise _no_such_source(spec) from error
    if is_folder:
        return PictureFolder(_pictures(path), name=path.name)
    if not is_file:
        raise _no_such_source(spec)
    if path.suffix.lower() in PICTURES:
        return PictureFolder([path], name=path.name)
    return VideoFile(path)


def _no_such_source(spec: str) -> KnownError:
    return KnownError(
        "no_such_source",
        zh=f"没有这个画面来源：{spec}。可以是摄像头编号（0）、图片或视频文件、图片文件夹、网址（http、rtsp）。",
        en=f"No such source: {spec}. Give a camera number (0), a picture or video file, "
        "a folder of pictures, or an address (http, rtsp).",
    )


def _pictures(folder: Path) -> list[Path]:
    try:
        found = sorted(p for p in folder.iterdir() if p.suffix.lower() in PICTURES and p.is_file())
    except OSError as error:
        raise KnownError(
            "folder_unreadable",
            zh=f"打不开文件夹：{folder}。请检查权限。",
            en=f"Cannot open the folder {folder}: check its permissions.",
        ) from error
    if not found:
        raise KnownError(
            "empty_folder",
            zh=f"文件夹里没有图片：{folder}。支持 png、jpg、webp、bmp。",
            en=f"No pictures in the folder {folder}: png, jpg, webp and bmp are read.",
        )
    return found


def _problem(path: Path, error: KnownError) -> SourceProblem:
    return SourceProblem(path=str(path), code=error.code, zh=error.zh, en=error.en)


class PictureFolder:
    """Gives each picture once, in order of name; unusable ones are noted and passed over."""

    is_live = False

    def __init__(self, paths: list[Path], *, name: str) -> None:
        self.name = name
        self.problems: list[SourceProblem] = []
        self._paths = paths
        self._frames: Iterator[Frame] = iter(())

    def open(self) -> None:
        """Begin with the first picture."""
        self.problems.clear()
        self._frames = self._each()

    def read(self) -> Frame | None:
        """Return the next picture that can be read, or None."""
        return next(self._frames, None)

    def close(self) -> None:
        """Stop."""
        self._frames = iter(())

    def _each(self) -> Iterator[Frame]:
        shown = 0
        for index, path in enumerate(self._paths):
            try:
                image = read_image(path)
            except KnownError as error:
                self.problems.append(_problem(path, error))
                continue
            yield Frame(
                image=image,
                taken_at=time.monotonic(),
                index=index,
                origin=str(path),
                recorded_s=shown * _PICTURE_S,
            )
            shown += 1


class _CaptureSource:
    """What webcams, streams and files share: an OpenCV capture."""

    def __init__(self) -> None:
        self._capture: Capture = None
        self._index = 0

    def close(self) -> None:
        """Release the capture."""
        if self._capture is not None:
            self._capture.release()
            self._capture = None

    def _next(self) -> Frame | None:
        if self._capture is None:
            return None
        try:
            is_read, image = self._capture.read()
        except load_cv2().error:
            return None
        if not is_read or image is None or image.size == 0:
            return None
        frame = Frame(image=image, taken_at=time.monotonic(), index=self._index)
        self._index += 1
        return frame

    def _open(self, *how: object) -> bool:
        """Open a capture; answers whether it gives pictures."""
        try:
            self._capture = load_cv2().VideoCapture(*how)
            if self._capture.isOpened():
                return True
        except load_cv2().error:
            pass
        self.close()
        return False


class VideoFile(_CaptureSource):
    """Gives every frame of a recording."""

    is_live = False

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.name = path.name
        self._path = path
        self._fps = _USUAL_FPS

    def open(self) -> None:
        """Begin with the first frame.

        Raises:
            KnownError: It is no video.
        """
        self.close()
        self._index = 0
        if not self._open(str(self._path)):
            raise KnownError(
                "video_unreadable",
                zh=f"这不是能播放的视频或图片：{self._path}。请换一个文件。",
                en=f"This is no video or picture that can be played: {self._path}. Choose another.",
            )
        fps = float(self._capture.get(load_cv2().CAP_PROP_FPS))
        self._fps = fps if 1.0 <= fps <= _MOST_FPS else _USUAL_FPS

    def read(self) -> Frame | None:
        """Return the next frame, or None at the end."""
        frame = self._next()
        if frame is None:
            return None
        return replace(frame, origin=str(self._path), recorded_s=frame.index / self._fps)


class LiveSource(_CaptureSource):
    """A webcam or a network stream, with time-outs on opening and reading."""

    is_live = True

    def __init__(self, where: int | str, *, size: tuple[int, int]) -> None:
        super().__init__()
        self._where = where
        self._size = size
        self._freeze = FreezeWatch()
        self._opened_at = 0
        self._exposure: Exposure | None = None
        self._is_too_bright = False
        self.name = self._find_name()

    def open(self) -> None:
        """Open the device or connect.

        Raises:
            SourceLost: It is not there, or in use by another program.
        """
        cv2 = load_cv2()
        self.close()
        self._opened_at = self._index
        self._freeze = FreezeWatch()
        index = self._webcam()
        if index is not None:
            # Windows' newer interface may take 12 s to open.
            api = cv2.CAP_DSHOW if sys.platform == "win32" else cv2.CAP_ANY
            is_open = self._open(index, api)
            if is_open:
                self._capture.set(cv2.CAP_PROP_FRAME_WIDTH, self._size[0])
                self._capture.set(cv2.CAP_PROP_FRAME_HEIGHT, self._size[1])
                self._exposure = Exposure(self._capture)
        elif self._is_webcam:
            raise SourceLost(self.name)
        else:
            limits = [
                cv2.CAP_PROP_OPEN_TIMEOUT_MSEC,
                OPEN_TIMEOUT_MS,
                cv2.CAP_PROP_READ_TIMEOUT_MSEC,
                READ_TIMEOUT_MS,
            ]
            is_open = self._open(self._where, cv2.CAP_FFMPEG, limits)
        if not is_open:
            raise SourceLost(self.name, is_busy=self._is_listed(index))

    def read(self) -> Frame | None:
        """Return the next frame.

        Raises:
            SourceLost: The device went away, the stream stalled, or a webcam's picture froze.
        """
        frame = self._next()
        if frame is None:
            # A camera that opens and gives nothing at all is held by another program.
            raise SourceLost(self.name, is_busy=self._index == self._opened_at and self._is_webcam)
        self._keep_exposure(frame.taken_at)
        # A stream may send one still picture for good reasons; a webcam never does.
        if self._is_webcam and self._freeze.is_frozen(frame.image, frame.taken_at):
            raise SourceLost(self.name)
        return frame

    def dim(self) -> None:
        """Ask for less light for some seconds, where the camera can; from any thread."""
        self._is_too_bright = True

    @override
    def close(self) -> None:
        """Put the exposure back and release the capture."""
        if self._exposure is not None and self._capture is not None:
            self._exposure.restore()
        self._exposure = None
        super().close()

    def _keep_exposure(self, at: float) -> None:
        if self._exposure is None:
            return
        if self._is_too_bright:
            self._is_too_bright = False
            self._exposure.dim(at)
        self._exposure.keep_time(at)

    @property
    def _is_webcam(self) -> bool:
        return isinstance(self._where, int) or self._where.startswith(_BY_NAME)

    def _webcam(self) -> int | None:
        """Return the webcam's present index; None where it is not plugged in, or for a stream."""
        if isinstance(self._where, int):
            return self._where
        return next((c.index for c in list_cameras() if c.source == self._where), None)

    def _is_listed(self, index: int | None) -> bool:
        return any(camera.index == index for camera in list_cameras())

    def _find_name(self) -> str:
        if self._is_webcam and isinstance(self._where, str):
            return self._where.removeprefix(_BY_NAME)
        if isinstance(self._where, str):
            return self._where.partition("://")[2].partition("/")[0].rpartition("@")[2]
        known = {camera.index: camera.name for camera in list_cameras()}
        return known.get(self._where, str(self._where))
