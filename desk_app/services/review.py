"""Use cases: what two desks disagree on is listed, decided by a person, and taken back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from desk_app.db.reviews import Act
from desk_app.db.unit_of_work import BeginWork, UnitOfWork
from desk_app.domain.changes import Entity
from desk_app.domain.clock import Clock, day_bounds, local_day
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import BookingId, ReviewId, VisitorId
from desk_app.domain.people import Role
from desk_app.domain.review import (
    ReviewItem,
    ReviewStatus,
    Standing,
    covers,
)
from desk_app.services.review_acts import Deed, carry_out, resolve_item, take_back
from desk_app.services.review_cases import case_of, contact_of, read_sides
from desk_app.services.review_items import from_act, gather, refused_here, to_json
from desk_app.services.review_values import ReviewCase, ReviewRequest, ReviewSheet, Shown

_DECIDED_SHOWN = 100


class ReviewService:
    """Lists what must be decided and carries decisions out."""

    def __init__(self, begin: BeginWork, read: BeginWork, clock: Clock) -> None:
        self._begin = begin
        self._read = read
        self._clock = clock

    def list(self, shown: Shown = Shown.ALL) -> ReviewSheet:
        """Return items with both sides, without their choices."""
        at = self._clock()
        with self._read() as work:
            items = gather(work, at)
            cases = [case_of(work, i, at, has_choices=False) for i in items if i.is_open]
            still = [case for case in cases if not _is_over(case)]
            done = [item for item in items if not item.is_open]
            found = list(reversed([c for c in still if shown is Shown.ALL or c.is_here]))
            if shown is Shown.RESOLVED:
                done.sort(key=_decided_at, reverse=True)
                undoable = _undoable(work)
                shown_items = done[:_DECIDED_SHOWN]
                decided = [case_of(work, i, at, has_choices=False) for i in shown_items]
                found = [_with_undo(case, undoable) for case in decided]
        today, _ = day_bounds(local_day(at))
        return ReviewSheet(
            shown=shown,
            cases=tuple(found),
            open_count=len(still),
            settled_today=sum(i.is_settled_by_itself and _decided_at(i) >= today for i in done),
            at=at,
        )

    def count(self) -> int:
        """Return how many items are open."""
        return self.list().open_count

    def show(self, review_id: ReviewId) -> ReviewCase:
        """Return an item with its choices.

        Raises:
            KnownError: There is no such item.
        """
        at = self._clock()
        with self._read() as work:
            case = case_of(work, _found(work, review_id, at), at, has_choices=True)
            return _with_undo(case, _undoable(work))

    def act(self, request: ReviewRequest) -> ReviewCase:
        """Carry a decision out, with the item's state in one transaction.

        Raises:
            KnownError: It was decided already, is not offered, needs staff, or what was offered is
                no longer to be had; nothing was changed.
        """
        at = self._clock()
        with self._begin() as work:
            item = _found(work, request.review_id, at)
            if not item.is_open:
                raise _decided(item)
            case = case_of(work, item, at, has_choices=True)
            chosen = [c for c in case.choices if c.action is request.action]
            if not chosen:
                raise _not_offered()
            is_staff = request.operator is not None and request.operator.role is Role.STAFF
            if chosen[0].needs_staff and not is_staff:
                raise _needs_staff()
            deed = Deed(
                work=work,
                item=item,
                at=at,
                operator=request.operator,
                alternative=request.alternative,
            )
            carry_out(deed, request.action)
            by = request.operator.name if request.operator else work.operator
            done = replace(
                item,
                status=request.action.status,
                resolution=request.action.value,
                resolved_by=by,
                resolved_at=at,
            )
            _keep(work, done, deed.undo())
        return self.show(request.review_id)

    def undo(self, review_id: ReviewId) -> ReviewCase:
        """Take a decision back; the item is open again.

        Raises:
            KnownError: It is open, was decided at another desk, or something was changed since.
        """
        at = self._clock()
        with self._begin() as work:
            item = _found(work, review_id, at)
            if item.is_open:
                raise KnownError(
                    "review_open",
                    zh="这件事还没有处理，没有可撤销的。",
                    en="This has not been decided yet: there is nothing to undo.",
                )
            act = next((a for a in work.reviews.acts() if a.review_id == review_id), None)
            if act is None and item.status is not ReviewStatus.DISMISSED:
                raise KnownError(
                    "undo_elsewhere",
                    zh=f"这件事是 {item.resolved_by or '别人'} 在另一台前台处理的，请在那台撤销。",
                    en=f"{item.resolved_by or 'Somebody'} decided this at another desk: "
                    "undo it there.",
                )
            take_back(work, item, act.undo if act else {})
            work.reviews.drop_act(review_id)
            if not item.is_local:
                resolve_item(work, item, "", ReviewStatus.OPEN.value, "", None)
            if item.facts.op_id is not None:
                work.outbox.settle(item.facts.op_id, is_settled=False)
        return self.show(review_id)

    def show_contact(self, review_id: ReviewId) -> str:
        """Return whom to call, unmasked; who looked, and when, is recorded first.

        Raises:
            KnownError: There is no such item.
        """
        at = self._clock()
        with self._begin() as work:
            item = _found(work, review_id, at)
            visitor_id = _whose(work, item)
            work.visitor_list.record_access(at, work.operator, "contact_shown", visitor_id)
            return contact_of(work, item)

    def needs_tidying(self) -> bool:
        """Whether there is anything here that may have settled itself."""
        with self._read() as work:
            if work.outbox.unsettled():
                return True
            return any(act.item is not None for act in work.reviews.acts())

    def tidy(self) -> int:
        """Let go of what has settled itself; answers how many items that were.

        What this desk decided before the centre raised it is told to the centre; a refused
        operation that needs nobody any more is settled.
        """
        count = 0
        with self._begin() as work:
            central = work.reviews.items()
            for act in work.reviews.acts():
                if act.item is not None:
                    count += _hand_over(work, act, central)
            for item in refused_here(work):
                twin = _twin(item, central)
                is_done = twin is not None and not twin.is_open
                standing, _, _ = read_sides(work, item)
                is_over = twin is None and standing is Standing.CHANGED
                op_id = item.facts.op_id
                if op_id is not None and (
                    is_done or (is_over and not work.outbox.is_folded(op_id))
                ):
                    work.outbox.settle(op_id, is_settled=True)
                    count += 1
        return count


def _decided_at(item: ReviewItem) -> datetime:
    return item.resolved_at or item.raised_at


def _is_over(case: ReviewCase) -> bool:
    """Whether what only this desk knows has settled itself: nobody need close it."""
    return case.item.is_local and case.standing is Standing.CHANGED


def _twin(local: ReviewItem, central: Sequence[ReviewItem]) -> ReviewItem | None:
    return next((item for item in central if covers(item, local)), None)


def _hand_over(work: UnitOfWork, act: Act, central: Sequence[ReviewItem]) -> bool:
    """Tell the centre's item what was decided here before it came."""
    twin = _twin(from_act(act), central)
    if twin is None:
        return False
    work.reviews.drop_act(act.review_id)
    if twin.is_open and act.resolved_at is not None:
        done = replace(
            twin,
            status=act.status,
            resolution=act.resolution,
            resolved_by=act.resolved_by,
            resolved_at=act.resolved_at,
        )
        _keep(work, done, act.undo)
    return True


def _keep(work: UnitOfWork, item: ReviewItem, undo: dict[str, object]) -> None:
    if not item.is_local:
        resolve_item(
            work, item, item.resolution, item.status.value, item.resolved_by, item.resolved_at
        )
    work.reviews.put_act(
        Act(
            review_id=item.review_id,
            item=to_json(item) if item.is_local else None,
            status=item.status,
            resolution=item.resolution,
            resolved_by=item.resolved_by,
            resolved_at=item.resolved_at,
            undo=undo,
        )
    )
    if item.facts.op_id is not None:
        work.outbox.settle(item.facts.op_id, is_settled=True)


def _undoable(work: UnitOfWork) -> frozenset[ReviewId]:
    return frozenset(act.review_id for act in work.reviews.acts())


def _with_undo(case: ReviewCase, undoable: frozenset[ReviewId]) -> ReviewCase:
    item = case.item
    can_undo = not item.is_open and (
        item.review_id in undoable or item.status is ReviewStatus.DISMISSED
    )
    return replace(case, can_undo=can_undo)


def _whose(work: UnitOfWork, item: ReviewItem) -> VisitorId | None:
    """Return whose number it is, where they are known."""
    if item.about_id is None:
        return None
    match item.about_entity:
        case Entity.VISITOR:
            return VisitorId(item.about_id)
        case Entity.BOOKING:
            booking = work.bookings.booking(BookingId(item.about_id))
            return booking.visitor_id if booking else None
        case Entity.ENROLMENT:
            place = work.reviews.enrolment(item.about_id)
            return place.visitor_id if place else None
        case _:
            return None


def _found(work: UnitOfWork, review_id: ReviewId, at: datetime) -> ReviewItem:
    for item in gather(work, at):
        if item.review_id == review_id:
            return item
    raise KnownError(
        "unknown_review",
        zh=f"待处理里没有这一件：{review_id}。请用 review list 查看编号。",
        en=f"No such thing to sort out: {review_id}. review list shows the ids.",
    )


def _decided(item: ReviewItem) -> KnownError:
    who = item.resolved_by
    return KnownError(
        "review_decided",
        zh=f"这件事{f'{who} ' if who else ''}已经处理过了，无须再办。要改可先撤销。",
        en=f"{who or 'Somebody'} has decided this already. To change it, undo that first.",
    )


def _not_offered() -> KnownError:
    return KnownError(
        "review_not_offered",
        zh="这件事现在不能这样处理。请刷新后从列出的办法里选。",
        en="This cannot be done about it now. Look again and choose one of the ways listed.",
    )


def _needs_staff() -> KnownError:
    return KnownError(
        "needs_staff",
        zh="这一步要由工作人员来定：请工作人员输入姓名和 PIN。",
        en="Staff decide this: let staff enter their name and PIN.",
    )
