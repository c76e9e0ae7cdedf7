"""All tables of the app database; every row but users belongs to a workspace."""

from tolok.store.models.audit import Audit, ShareLink
from tolok.store.models.calls import KeptCall
from tolok.store.models.collecting import Collected, CollectedDay
from tolok.store.models.connections import Connection, OwnCall, SignInTrip
from tolok.store.models.feeds import (
    Feed,
    FeedDecision,
    FeedFetch,
    FeedItem,
    Route,
    RouteTarget,
)
from tolok.store.models.goals import Action, CheckIn, Goal, GoalVersion, Objective, Spending
from tolok.store.models.imports import Batch, Channel, Remembered
from tolok.store.models.jobs import CronSlot, Job, JobAttempt, Worker
from tolok.store.models.kpis import BenchmarkRow, CustomKpi, GuideNote, GuideRead, KpiSetting
from tolok.store.models.people import ApiToken, Claim, Invitation, Member, User, Workspace
from tolok.store.models.publishing import (
    CalendarNote,
    Campaign,
    ContentPlan,
    Counted,
    Delivery,
    DeliveryStep,
    Media,
    Post,
    PostComment,
    PostVersion,
    Queue,
)

__all__ = [
    "Action",
    "ApiToken",
    "Audit",
    "Batch",
    "BenchmarkRow",
    "CalendarNote",
    "Campaign",
    "Channel",
    "CheckIn",
    "Claim",
    "Collected",
    "CollectedDay",
    "Connection",
    "ContentPlan",
    "Counted",
    "CronSlot",
    "CustomKpi",
    "Delivery",
    "DeliveryStep",
    "Feed",
    "FeedDecision",
    "FeedFetch",
    "FeedItem",
    "Goal",
    "GoalVersion",
    "GuideNote",
    "GuideRead",
    "Invitation",
    "Job",
    "JobAttempt",
    "KeptCall",
    "KpiSetting",
    "Media",
    "Member",
    "Objective",
    "OwnCall",
    "Post",
    "PostComment",
    "PostVersion",
    "Queue",
    "Remembered",
    "Route",
    "RouteTarget",
    "ShareLink",
    "SignInTrip",
    "Spending",
    "User",
    "Worker",
    "Workspace",
]
