"""Completes a company while it is typed; its building and floor stand beside it."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit
from typing_extensions import override

from desk_app.domain.companies import Company

_AnyIndex = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


class CompanyModel(QAbstractListModel):
    """Companies that fit what is typed."""

    def __init__(self) -> None:
        super().__init__()
        self._companies: tuple[Company, ...] = ()

    def show(self, companies: Sequence[Company]) -> None:
        """Hold other companies."""
        self.beginResetModel()
        self._companies = tuple(companies)
        self.endResetModel()

    @override
    def rowCount(self, parent: _AnyIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._companies)

    @override
    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        company = self._companies[index.row()]
        if role == Qt.ItemDataRole.EditRole:
            return company.name
        if role == Qt.ItemDataRole.DisplayRole:
            return "  ·  ".join(filter(None, (company.name, company.workplace)))
        return None


class CompanyCompleter(QCompleter):
    """Offers companies under a field; they come from outside, already chosen."""

    def __init__(self, edit: QLineEdit) -> None:
        super().__init__(edit)
        self.companies = CompanyModel()
        self.companies.setParent(self)
        self.setModel(self.companies)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._edit = edit
        self._workplaces: dict[str, str] = {}
        edit.setCompleter(self)

    def offer(self, companies: Sequence[Company]) -> None:
        """Show what fits, while the field is being typed in."""
        self.companies.show(companies)
        self._workplaces |= {company.name: company.workplace for company in companies}
        if companies and self._edit.hasFocus():
            self.complete()
        elif (popup := self.popup()) is not None:
            popup.hide()

    def workplace(self) -> str:
        """Return building and floor of the company in the field, where they are known."""
        return self._workplaces.get(self._edit.text().strip(), "")
