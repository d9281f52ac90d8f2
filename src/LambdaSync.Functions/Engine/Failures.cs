using LambdaSync.Connections;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Gates;
using LambdaSync.Kinds;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Engine;

/// <summary>The one policy for what goes wrong: which record waits, retries or is held, and what ends a sweep's run.</summary>
sealed class Failures(SyncSettings settings, RunTerms terms, Func<DateTimeOffset> now, Func<double> random, EngineLog log)
{
    static readonly TimeSpan NewerReleasePollInterval = TimeSpan.FromMinutes(5), CredentialsPollInterval = TimeSpan.FromMinutes(5), BusyPollInterval = TimeSpan.FromSeconds(15);

    /// <summary>What is the record's own fault; anything else is the batch's.</summary>
    public static bool IsUnexpected(Exception failed) => failed is not (ConnectionException or QuotaUsedUpException or AwsServiceException or OutOfMemoryException);

    public static AwsRefusal RefusalOf(AwsServiceException failed) => new(
        failed.IsBusy ? RefusalClass.Busy : failed.Transient ? RefusalClass.Transient : failed.IsAccess ? RefusalClass.Access : failed.Fault == AwsFault.Conflict ? RefusalClass.Conflict : RefusalClass.Permanent,
        failed.ErrorList.Count == 0 ? [("", failed.Error.Message)] : [.. failed.ErrorList.Select(error => (error.Code, (string?)error.Message))])
    {
        Code = failed.Code,
        Reason = failed.Reason,
        Operation = failed.Operation,
    };

    /// <summary>A call of AWS for one record failed.</summary>
    /// <param name="acts">The call changes something, or finishes a change.</param>
    /// <param name="changed">The paths of the opportunity that the call changes, or null: not known.</param>
    /// <returns>Why the run has to end, or null: the slot is closed.</returns>
    public Exception? OfAws(Slot slot, Exception failed, bool acts, IReadOnlyList<string>? changed = null)
    {
        var isGivenBack = terms.IsSweep && !acts;
        switch (failed)
        {
            // A queue: whatever is ahead of it, its end is no failure of this record.
            case AwsServiceException { IsBusy: true } busy:
                slot.Wait(BusyPollInterval, new WorkNext.Again(now(), busy.Message, Counts: false, [.. ReasonsLeft(slot.View)], IsNew: true));
                break;
            case AwsServiceException { Transient: true } or AwsServiceException { IsAccess: true } or ConnectionException or QuotaUsedUpException when isGivenBack:
                return failed;
            // No record's failure: every call is refused alike until an operator corrects the credentials.
            case AwsServiceException { IsCredentials: true } refused:
                slot.Close(Later(slot.View, now() + CredentialsPollInterval, refused.Message));
                break;
            case AwsServiceException refused when AccountRefusals.Of(RefusalOf(refused)) is { } closed:
                Hold(slot, [closed], RecordIssues.Cause([closed])!);
                break;
            case AwsServiceException refused when refused.Transient || refused.IsAccess:
                Telemetry.CallFailed(refused);
                Retry(slot, settings.Outage, AwsIssues.Of(refused), refused.Rule());
                break;
            case AwsServiceException { Fault: AwsFault.Conflict } refused:
                Retry(slot, settings.Retry, AwsIssues.Of(refused), refused.Message);
                break;
            // What AWS refuses because of the record's status is not wrong: it goes out when AWS opens the record.
            case AwsServiceException refused when acts && ClassOf(refused) == ValidationCodeClass.Locked:
                slot.Note(slot.View with { IsLocked = true });
                slot.Wait(settings.LockPollInterval, new WorkNext.Again(now(), refused.Message, Counts: false, [.. ReasonsLeft(slot.View), Reason.Locked], IsNew: true));
                break;
            case AwsServiceException refused when acts && ClassOf(refused) is ValidationCodeClass.Transient or ValidationCodeClass.Reread:
                Retry(slot, settings.Retry, AwsIssues.Of(refused), refused.Message, slot.View.ReasonsWith(Reason.Refresh));
                break;
            case AwsServiceException refused:
                Hold(slot, AwsIssues.Of(refused, changed), refused.Message);
                break;
            case RequestHeldException held:
                Hold(slot, held.Issues, held.Message);
                break;
            case QuotaUsedUpException used:
                slot.Close(Later(slot.View, used.Opens, used.Message));
                break;
            case ConnectionException:
                Retry(slot, settings.Outage, [], failed.Message);
                break;
            default:
                Unexpected(slot, failed);
                break;
        }

        return null;
    }

    static ValidationCodeClass ClassOf(AwsServiceException refused) => ValidationCodes.Of(RefusalOf(refused).Errors);

    /// <summary>A call of the CRM for several records failed.</summary>
    /// <returns>Why the run has to end, or null: the slots are closed.</returns>
    public Exception? OfCrm(IReadOnlyList<Slot> slots, ConnectionException failed, bool acts)
    {
        if (terms.IsSweep && !acts)
            return failed;
        log.Outage(failed);
        Telemetry.CallFailed(failed);
        foreach (var slot in slots)
        {
            if (acts && slot.View.Intent is null)
                slot.Note(slot.View.InDoubt());
            Retry(slot, settings.Outage, [], failed.Message);
        }

        return null;
    }

    /// <summary>The invocation's time is nearly over.</summary>
    /// <returns>Why the run has to end, or null: the slots are closed.</returns>
    public Exception? OfTime(IReadOnlyList<Slot> slots, bool acts)
    {
        // A sweep has to know that a record was left out, or its cursor would move past it.
        if (terms.IsSweep && !acts)
            return new ConnectionException("the remaining time of the invocation is too short", transient: true);
        foreach (var slot in slots)
        {
            if (acts)
                slot.Close(Later(slot.View, now(), null));
            else
                slot.Release();
        }

        return null;
    }

    /// <summary>The claim has an intent that this release can't read. It stays, and the record stays due for a function of that release.</summary>
    public void OfNewerRelease(Slot slot)
    {
        log.NewerRelease(slot.Key);
        Telemetry.NewerReleaseIntent();
        var cause = "its stored intent is of a newer release; update this function";
        slot.Close(new WorkNext.Again(now() + NewerReleasePollInterval, cause, Counts: false, [.. slot.View.Reasons]));
    }

    /// <summary>The record failed for a reason that may pass.</summary>
    /// <param name="cause">One line without values.</param>
    /// <param name="reasons">The reasons to keep, or null: what is left of its own.</param>
    public void Retry(Slot slot, RetryPolicy policy, IReadOnlyList<Issue> issues, string cause, IReadOnlyCollection<string>? reasons = null)
    {
        var (view, claim) = (slot.View, slot.Claim);
        // Outages are counted apart: what fails after one fails for the first time.
        var isOutage = policy == settings.Outage;
        var isNew = !isOutage && view.Has(Reason.Outage);
        var attempts = isNew ? 0 : claim.Attempts;
        switch (policy.Next(attempts + 1, attempts == 0 ? now() : claim.Since, now(), random()))
        {
            case Sync.Retry.At at:
                var kept = (reasons ?? ReasonsLeft(view)).Where(reason => reason != Reason.Outage);
                slot.Close(new WorkNext.Again(at.Time, cause, Counts: true, [.. isOutage ? kept.Append(Reason.Outage) : kept], isNew));
                break;
            case Sync.Retry.GiveUp:
                Hold(slot, issues.Count > 0 ? issues : [RecordIssues.GivenUp(cause)], cause);
                break;
        }
    }

    /// <summary>The record waits for a correction: the next wake, or an operator.</summary>
    public static void Hold(Slot slot, IReadOnlyList<Issue> issues, string cause)
    {
        var view = slot.View;
        slot.Note(view.WithIssues(issues) with { Outcome = Outcome.Failed });
        // Its reasons stay, because a sweep will not select the record again. The CRM of a linked record shows the failure, so that side
        // is compared too.
        slot.Close(new WorkNext.Parked(cause, view.State is null ? [.. view.Reasons] : view.ReasonsWith(Reason.Crm)));
    }

    public void Unexpected(Slot slot, Exception failed)
    {
        log.Unexpected(slot.Key, failed);
        Hold(slot, [RecordIssues.Unexpected(failed.GetType().Name)], $"unexpected error ({failed.GetType().Name}); see the function's log");
    }

    /// <summary>The record is due later, which is no failed attempt.</summary>
    public static WorkNext.Again Later(RecordView view, DateTimeOffset due, string? cause) => new(due, cause, Counts: false, [.. ReasonsLeft(view)]);

    /// <summary>Once AWS's side is in the CRM, what is left is to compare the CRM again. What the end of a task has changed at AWS may not be there yet.</summary>
    public static IReadOnlyList<string> ReasonsLeft(RecordView view) => view switch
    {
        { IsTaskRead: true, IsInboundDone: false } => view.ReasonsWith(Reason.Task),
        { HasNewState: true, Intent: null } => [Reason.Crm, .. view.RequestReasons],
        { IsOutbound: true } => view.ReasonsWith(Reason.Crm),
        _ => view.Reasons,
    };
}
