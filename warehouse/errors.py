"""What can go wrong in the store, in words: what, where, how to mend; Vietnamese and English."""

from __future__ import annotations

from typing import Any, ClassVar

RECORDED_VI = "\n  Lần nộp đã được ghi nhận và sẽ hiện ra sau lần ghi kế tiếp; không cần nộp lại."
RECORDED_EN = "\n  The submission is on record and will show after the next write; it need not be sent again."


class WarehouseError(Exception):
    """Base of every fault of the store; its values fill the holes of both texts."""

    vi: ClassVar[str] = "Kho số liệu gặp lỗi."
    en: ClassVar[str] = "The store failed."
    # Said only where nothing came on record: what is on record need not be done again.
    again_vi: ClassVar[str] = ""
    again_en: ClassVar[str] = ""

    def __init__(self, **values: Any) -> None:
        self.values = values
        # Numbers of the events that were on record before the fault: nothing of them is lost.
        self.recorded: tuple[int, ...] = ()
        super().__init__(self.message_vi)

    def __str__(self) -> str:
        return self.message_vi

    @property
    def message_vi(self) -> str:
        """Return the sentence for users, in Vietnamese."""
        return self.vi.format(**self.values) + (RECORDED_VI if self.recorded else self.again_vi)

    @property
    def message_en(self) -> str:
        """Return the same sentence in English."""
        return self.en.format(**self.values) + (RECORDED_EN if self.recorded else self.again_en)


class StoreError(WarehouseError):
    """The data folder cannot be read or written."""

    vi = "“{path}”: không đọc hoặc ghi được, {reason.vi}.\n  {reason.mend_vi}"
    en = "“{path}”: cannot be read or written, {reason.en}.\n  {reason.mend_en}"


class DiskFullError(StoreError):
    """There is no room left where the data folder stands; what stood before still stands."""

    vi = (
        "“{path}”: ổ đĩa đã đầy, chỉ còn trống {free}, chưa đủ để ghi. Số liệu đã có còn nguyên.\n"
        "  Xóa bớt tệp trong exports và logs của thư mục số liệu, hoặc tệp khác trên cùng ổ đĩa, đến khi còn "
        "ít nhất 1 GB; đừng xóa originals và ledger.sqlite."
    )
    en = (
        "“{path}”: the disk is full, only {free_en} left. All figures are as they were.\n"
        "  Delete files in exports and logs of the data folder, or others on this disk, until 1 GB is free; "
        "never delete originals and ledger.sqlite."
    )
    again_vi = "\n  Có chỗ rồi thì làm lại việc vừa rồi."
    again_en = "\n  With room again, do it once more."


class StoreBusyError(WarehouseError):
    """Another writer held the lock for too long."""

    vi = (
        "“{path}”: một tiến trình khác đang ghi số liệu, đã chờ {seconds} giây.\n"
        "  Đợi tiến trình đó xong rồi làm lại; nếu không có tiến trình nào đang chạy, xem lệnh `xhht doctor`."
    )
    en = (
        "“{path}”: another process is writing, waited {seconds} s.\n"
        "  Try again when it has finished; if none is running, see `xhht doctor`."
    )


class WarehouseVersionError(WarehouseError):
    """The snapshot was made by a product with another table layout."""

    vi = (
        "“{path}”: bản chụp số liệu thuộc phiên bản kho {found}, phần mềm này dùng phiên bản {expected}.\n"
        "  Chạy `xhht rebuild` để lập lại bản chụp từ sổ ghi; không mất số liệu nào."
    )
    en = (
        "“{path}”: the snapshot is of warehouse version {found}, this product uses {expected}.\n"
        "  Run `xhht rebuild` to make it again from the ledger; nothing is lost."
    )


class SnapshotMissingError(WarehouseError):
    """The ledger holds events but no snapshot can be opened."""

    vi = (
        "“{path}”: không có bản chụp số liệu nào mở được, trong khi sổ ghi có {events} sự kiện.\n"
        "  Chạy `xhht rebuild` để lập lại bản chụp từ sổ ghi."
    )
    en = (
        "“{path}”: no snapshot can be opened, while the ledger holds {events} events.\n"
        "  Run `xhht rebuild` to make it again from the ledger."
    )


class SnapshotPendingError(WarehouseError):
    """There is no snapshot to show, and another process is making one."""

    vi = (
        "Máy chủ đang dựng lại kho số liệu nên lúc này chưa có bản chụp số liệu nào để xem. "
        "Số liệu và các tệp đã nộp vẫn được giữ nguyên.\n"
        "  Trang tự mở lại khi dựng xong, thường trong ít phút."
    )
    en = (
        "The server is making the warehouse again, so there is nothing to show at the moment. "
        "Figures and files that were submitted are kept.\n  "
        "The page opens by itself when it is done, as a rule in some minutes."
    )


class UnknownSnapshotError(WarehouseError):
    """A snapshot was asked for by a number that no longer stands."""

    vi = "Không còn bản chụp số liệu số {number} trong “{path}”.\n  Các bản còn lại: {known}."
    en = "There is no snapshot number {number} in “{path}”.\n  These stand: {known}."


class LedgerDamagedError(WarehouseError):
    """The file of the ledger is no ledger any more."""

    vi = (
        "“{path}”: tệp sổ ghi đã hỏng, không đọc được.\n"
        "  Đừng nộp thêm. Chép lại tệp này từ bản sao lưu của thư mục số liệu, rồi chạy `xhht verify`."
    )
    en = (
        "“{path}”: the file of the ledger is damaged and cannot be read.\n"
        "  Submit nothing more. Copy it back from the backup of the data folder, then run `xhht verify`."
    )


class LedgerVersionError(WarehouseError):
    """The ledger was written by a newer product."""

    vi = (
        "“{path}”: sổ ghi thuộc phiên bản {found}, phần mềm này đọc phiên bản {expected}.\n"
        "  Cài phiên bản phần mềm mới hơn rồi mở lại."
    )
    en = (
        "“{path}”: the ledger is of version {found}, this product reads {expected}.\n"
        "  Install a newer product and open it again."
    )


class LedgerError(WarehouseError):
    """A submission id is used again for another content."""

    vi = (
        "“{path}”: lần nộp “{submission_id}” đã có trong sổ ghi với nội dung khác.\n"
        "  Nộp lại tệp để có số lần nộp mới."
    )
    en = (
        "“{path}”: submission “{submission_id}” is on record with another content.\n"
        "  Submit the file again to get a new number."
    )


class OriginalMissingError(WarehouseError):
    """A received file is not in the folder of originals."""

    vi = "“{path}”: không có tệp gốc này.\n  Chép lại tệp này từ bản sao lưu của thư mục số liệu."
    en = "“{path}”: this original is not there.\n  Copy this file back from the backup of the data folder."


class OriginalChangedError(WarehouseError):
    """A received file no longer has the content it was received with."""

    vi = (
        "“{path}”: nội dung tệp gốc đã khác lúc nhận.\n  Chép lại tệp này từ bản sao lưu của thư mục số liệu."
    )
    en = "“{path}”: the original differs from what was received.\n  Copy it back from the backup."


class ContractError(WarehouseError):
    """Rows handed to the store break the contract of their table."""

    vi = (
        "Bảng {table}: dòng số liệu không đúng quy cách ({reason}).\n"
        "  Đây là lỗi của phần mềm; hãy báo lại kèm tệp."
    )
    en = (
        "Table {table}: rows break their contract ({reason}).\n"
        "  This is a fault of the product; report it together with the file."
    )


class ModelError(WarehouseError):
    """A model, check or score statement of the product does not run."""

    vi = "“{name}”: câu lệnh dựng bảng không chạy được ({reason}).\n  Đây là lỗi của phần mềm; hãy báo lại."
    en = "“{name}”: the statement does not run ({reason}).\n  This is a fault of the product; report it."


class CheckFailedError(WarehouseError):
    """A check found failing rows that no pending submission explains; nothing was published."""

    vi = (
        "Kiểm tra “{check}” không đạt, số liệu chưa được công bố: {rows}.\n"
        "  Bản chụp trước vẫn dùng được; báo lại kèm các dòng trên."
    )
    en = (
        "Check “{check}” failed, nothing was published: {rows}.\n"
        "  The snapshot before stays in use; report it with these rows."
    )
