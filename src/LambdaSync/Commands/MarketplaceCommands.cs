using System.Text;
using System.Text.Json;
using LambdaSync.Marketplace;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Marketplace.LegalDocuments;
using LambdaSync.Marketplace.Offers;
using LambdaSync.Marketplace.OfferSets;
using LambdaSync.Marketplace.ResaleAuthorizations;

namespace LambdaSync.Commands;

/// <summary>What a command changes in AWS Marketplace: checked against AWS's rules, and made a change set, before anything is stored.</summary>
public static class MarketplaceCommands
{
    const string Offer = "Offer", OfferSet = "OfferSet", Authorization = "ResaleAuthorization";

    /// <param name="id">One of the command's ids.</param>
    /// <param name="today">The UTC day.</param>
    /// <param name="linked">The account that is linked to Partner Central, or null: not known here.</param>
    public static ChangePlan Plan(CommandDocument command, string id, DateOnly today, string? linked = null)
    {
        var issues = new List<Issue>();
        if (command.Arguments.TryGetValue(CommandVerbs.Document, out var written))
        {
            var resolved = SellerAsBuyer.Resolve(written, command.Arguments.GetValueOrDefault(CommandVerbs.Account) ?? linked, issues);
            command = command with { Arguments = command.Arguments.ToDictionary(a => a.Key, a => a.Key == CommandVerbs.Document ? resolved : a.Value, StringComparer.Ordinal) };
        }

        var memo = Of(command, id, today, issues);
        if (memo is null || issues.Any(issue => issue.Severity == Severity.Error))
            return new ChangePlan(null, id, issues);
        memo = memo with { Account = command.Arguments.GetValueOrDefault(CommandVerbs.Account) };
        return new ChangePlan(memo, ChangeSetIdentity.KeyOf(memo.Purpose, id, PresignedUrl.Unsigned(memo.ToJson()), today), issues) { Eula = Eula(memo) };
    }

    static ChangeSetMemo? Of(CommandDocument command, string id, DateOnly today, List<Issue> issues)
    {
        switch (command.Verb)
        {
            case CommandVerbs.OfferCreate or CommandVerbs.OfferDraft:
                return NewOffer(command, command.Verb == CommandVerbs.OfferCreate, today, issues);
            case CommandVerbs.OfferSetCreate:
                return NewOfferSet(command, today, issues);
            case CommandVerbs.ResaleCreate or CommandVerbs.ResaleDraft:
                return NewAuthorization(command, command.Verb == CommandVerbs.ResaleCreate, today, issues);
            case CommandVerbs.ResaleRestrict:
                return Is("resaleauthz-", id, issues) ? Memo("resale restrict", Authorization, id, [AuthorizationChanges.Restrict(id)]) : null;
        }

        if (command.Verb is CommandVerbs.ResalePublish or CommandVerbs.ResaleModify or CommandVerbs.ResaleClone or CommandVerbs.ResaleReplace)
            return Is("resaleauthz-", id, issues) ? OfAuthorization(command, id, today, issues) : null;
        if (!Is("offer-", id, issues))
            return null;
        switch (command.Verb)
        {
            case CommandVerbs.OfferPublish:
                return Memo("offer publish", Offer, id, [OfferChanges.Release(id)]);
            case CommandVerbs.OfferCancel:
                return Memo("offer cancel", Offer, id, [OfferChanges.Cancel(id, today)]);
            case CommandVerbs.OfferExpiry:
                return Day(command, today, issues) is { } end && Duration(command, issues) is (var period, true)
                    ? Memo(ChangeSetPurposes.OfferExpiry, Offer, id, period is { } duration ? OfferChanges.Extend(id, end, duration) : [OfferChanges.Availability(id, end)]) : null;
            case CommandVerbs.OfferClone:
                return Day(command, today, issues) is not { } until ? null : new ChangeSetMemo("offer clone", Offer, id)
                {
                    CopyOf = new OfferClone(until, command.Arguments.GetValueOrDefault(CommandVerbs.Name), command.Arguments.GetValueOrDefault(CommandVerbs.EulaUrl), command.Arguments.GetValueOrDefault(CommandVerbs.Draft) != "true"),
                };
            case CommandVerbs.OfferReplace:
                return Replacement(command, id, today, issues);
            default:
                throw new ArgumentException($"{command.Verb} changes nothing in AWS Marketplace");
        }
    }

    static ChangeSetMemo? NewOffer(CommandDocument command, bool release, DateOnly today, List<Issue> issues)
    {
        if (OfferReader.Read(Encoding.UTF8.GetBytes(command.Arguments[CommandVerbs.Document]), issues) is not { } document)
            return null;
        issues.AddRange(OfferCheck.Of(document, today, release));
        return HasError(issues) ? null : Memo(release ? "offer create" : "offer draft", Offer, null, OfferChanges.Create(document, release)) with { Check = release ? Buyers(document) : null, Authorization = document.ResaleAuthorizationId };
    }

    // Who has an active agreement for the product can't accept another one that starts at once, unless the product takes several.
    static BuyerCheck? Buyers(OfferDocument document) =>
        document is { ProductId: { } product, IsReplacement: false, IsResale: false, AgreementStartDate: null, BuyerAccounts.Count: > 0 } ? new BuyerCheck(product, document.BuyerAccounts) : null;

    static ChangeSetMemo? Replacement(CommandDocument command, string id, DateOnly today, List<Issue> issues)
    {
        const string Purpose = "offer replace";
        if (!command.Arguments.TryGetValue(CommandVerbs.Document, out var written))
        {
            if (!command.Arguments.ContainsKey(CommandVerbs.Until))
                issues.Add(Issue.Error(IssueCodes.CommandInvalid, CommandVerbs.Until, null, "the new offer has a document of its own, or the old one's terms and a last day", "add document or until"));
            else if (Day(command, today, issues) is { } until)
                return new ChangeSetMemo(Purpose, Offer, id) { CopyOf = new OfferClone(until, command.Arguments.GetValueOrDefault(CommandVerbs.Name), command.Arguments.GetValueOrDefault(CommandVerbs.EulaUrl), Release: true) { OldUntil = today.AddDays(-1) }, Ends = id };
            return null;
        }

        HasOnlyDocument(command, issues);
        if (OfferReader.Read(Encoding.UTF8.GetBytes(written), issues) is not { } document)
            return null;
        issues.AddRange(OfferCheck.Of(document, today, release: true));
        return HasError(issues) ? null : Memo(Purpose, Offer, null, [.. OfferChanges.Create(document, release: true), OfferChanges.Cancel(id, today)]) with { Ends = id, Authorization = document.ResaleAuthorizationId };
    }

    // Where it fits in one change set, a failure leaves nothing behind.
    static ChangeSetMemo? NewOfferSet(CommandDocument command, DateOnly today, List<Issue> issues)
    {
        var json = Encoding.UTF8.GetBytes(command.Arguments[CommandVerbs.Document]);
        if (OfferSetReader.Read(json, issues) is not { } document)
            return null;
        issues.AddRange(OfferSetCheck.Of(document, today));
        if (HasError(issues))
            return null;
        if (OfferSetChanges.InOne(document) is { } all)
            return Memo("offer-set create", OfferSet, null, all);
        using var parsed = JsonDocument.Parse(json);
        return Memo("offer-set create", OfferSet, null, OfferSetChanges.Begin(document)) with { Plan = new OfferSetPlan(parsed.RootElement.Clone()) };
    }

    static ChangeSetMemo? NewAuthorization(CommandDocument command, bool release, DateOnly today, List<Issue> issues)
    {
        if (AuthorizationReader.Read(Encoding.UTF8.GetBytes(command.Arguments[CommandVerbs.Document]), issues) is not { } document)
            return null;
        issues.AddRange(AuthorizationCheck.Of(document, today, account: null, release));
        return HasError(issues) ? null : Memo(release ? "resale create" : "resale draft", Authorization, null, AuthorizationChanges.Create(document, release));
    }

    static ChangeSetMemo? OfAuthorization(CommandDocument command, string id, DateOnly today, List<Issue> issues)
    {
        if (command.Verb == CommandVerbs.ResalePublish)
            return Memo("resale publish", Authorization, id, [AuthorizationChanges.Release(id)]);
        if (command.Arguments.TryGetValue(CommandVerbs.Document, out var written))
        {
            if (AuthorizationReader.Read(Encoding.UTF8.GetBytes(written), issues) is not { } document)
                return null;
            HasOnlyDocument(command, issues);
            var replaces = command.Verb == CommandVerbs.ResaleReplace;
            issues.AddRange(AuthorizationCheck.Of(document, today, account: null, release: replaces));
            if (HasError(issues))
                return null;
            if (replaces)
                return Memo("resale replace", Authorization, null, [.. AuthorizationChanges.Create(document, release: true), AuthorizationChanges.Restrict(id)]);
            var changes = AuthorizationChanges.Modify(id, document);
            return Memo("resale modify", Authorization, id, changes) with { Draft = new DraftCheck(document.ProductId!, document.ResellerAccountId!, [.. changes.Select(change => change.Type)]) };
        }

        DateOnly? until = null;
        if (command.Arguments.ContainsKey(CommandVerbs.Until) && (until = Day(command, today, issues)) is null)
            return null;
        var (reseller, isReplaced) = (command.Arguments.GetValueOrDefault(CommandVerbs.Reseller), command.Verb == CommandVerbs.ResaleReplace);
        if (reseller is not null && !AwsAccount.Is(reseller))
            issues.Add(CommandIssues.NotAnAccount(reseller));
        return new ChangeSetMemo(isReplaced ? "resale replace" : "resale clone", Authorization, id)
        {
            CopyOfAuthorization = new AuthorizationClone(
                until, command.Arguments.GetValueOrDefault(CommandVerbs.Name), reseller, command.Arguments.GetValueOrDefault(CommandVerbs.EulaUrl), isReplaced || command.Arguments.GetValueOrDefault(CommandVerbs.Draft) != "true", isReplaced),
        };
    }

    static ChangeSetMemo Memo(string purpose, string kind, string? target, IReadOnlyList<Change> changes) => new(purpose, kind, target) { Body = ChangeSet.Element(changes) };

    static void HasOnlyDocument(CommandDocument command, List<Issue> issues)
    {
        if (command.Arguments.Keys.FirstOrDefault(name => name is not (CommandVerbs.Document or CommandVerbs.Account)) is { } twice)
            issues.Add(Issue.Error(IssueCodes.CommandInvalid, twice, null, "the document has this itself", "leave the argument out, or the document"));
    }

    static string? Eula(ChangeSetMemo memo) => memo.Body is { } body ? PresignedUrl.In(body) : memo.CopyOf?.EulaUrl ?? memo.CopyOfAuthorization?.EulaUrl;

    static bool HasError(List<Issue> issues) => issues.Any(issue => issue.Severity == Severity.Error);

    static bool Is(string prefix, string id, List<Issue> issues)
    {
        if (id.StartsWith(prefix, StringComparison.Ordinal) && id.Length > prefix.Length)
            return true;
        issues.Add(Issue.Error(IssueCodes.CommandInvalid, "ids", id, $"the id begins with {prefix}", prefix == "offer-" ? "copy it from 'lambdasync offer list'" : "copy it from 'lambdasync resale list'"));
        return false;
    }

    static DateOnly? Day(CommandDocument command, DateOnly today, List<Issue> issues)
    {
        var text = command.Arguments[CommandVerbs.Until];
        if (UtcDay.Parse(text) is not { } day)
            issues.Add(Issue.Error(IssueCodes.CommandInvalid, CommandVerbs.Until, text, "the last day is a UTC day such as 2027-01-31", "correct the day"));
        else if (day >= today)
            return day;
        else
            issues.Add(Issue.Error(IssueCodes.OfferDates, CommandVerbs.Until, text, "The day is in the past, which cancels a published offer.", "Use today or a later day, or 'lambdasync offer cancel'."));
        return null;
    }

    // False: it is given and wrong.
    static (IsoPeriod? Period, bool IsRight) Duration(CommandDocument command, List<Issue> issues)
    {
        if (!command.Arguments.TryGetValue(CommandVerbs.AgreementDuration, out var text))
            return (null, true);
        var period = IsoPeriod.Parse(text);
        if (period is null)
            issues.Add(Issue.Error(IssueCodes.CommandInvalid, CommandVerbs.AgreementDuration, text, "the agreement's duration is one such as P12M", "correct the duration"));
        return (period, period is not null);
    }
}

/// <summary>What a command changes for one of its ids.</summary>
/// <param name="Memo">The change set; null: an issue says why there is none.</param>
/// <param name="Key">What makes it the same request however often it is sent.</param>
public sealed record ChangePlan(ChangeSetMemo? Memo, string Key, IReadOnlyList<Issue> Issues)
{
    /// <summary>The address of the license agreement, where it was signed for a time; null: there is none.</summary>
    public string? Eula { get; init; }
}
