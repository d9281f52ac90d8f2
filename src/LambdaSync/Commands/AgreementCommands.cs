using System.Globalization;
using System.Text;
using System.Text.Json;
using LambdaSync.Kinds.Marketplace;
using LambdaSync.Marketplace.AgreementRequests;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.PartnerCentral;

namespace LambdaSync.Commands;

/// <summary>What a command requests about an agreement after the sale, checked before anything is stored.</summary>
public static class AgreementCommands
{
    const int LongestDescription = 2000, ShortestName = 5, LongestName = 64, MaxDecimals = 8;

    /// <summary>Why an agreement is cancelled (API model, AgreementCancellationRequestReasonCode).</summary>
    public static IReadOnlyList<string> ReasonCodes { get; } =
        ["INCORRECT_TERMS_ACCEPTED", "REPLACING_AGREEMENT", "TEST_AGREEMENT", "ALTERNATIVE_PROCUREMENT_CHANNEL", "PRODUCT_DISCONTINUED", "UNINTENDED_RENEWAL", "BUYER_DISSATISFACTION", "OTHER"];

    /// <param name="id">One of the command's ids: an agreement, or a request that is withdrawn.</param>
    /// <param name="today">The UTC day.</param>
    public static AgreementPlan Plan(CommandDocument command, string id, DateOnly today)
    {
        var issues = new List<Issue>();
        var memo = Of(command, id, UtcDay.Text(today), issues);
        if (memo is null || issues.Any(issue => issue.Severity == Severity.Error))
            return new AgreementPlan(null, id, issues);
        memo = memo with { Account = command.Arguments.GetValueOrDefault(CommandVerbs.Account) };
        return new AgreementPlan(memo, ChangeSetIdentity.KeyOf(memo.Purpose, id, memo.ToJson(), today), issues);
    }

    static AgreementRequestMemo? Of(CommandDocument command, string id, string day, List<Issue> issues)
    {
        if (command.Verb == CommandVerbs.AgreementWithdraw)
            return Withdrawal(command, id, day, issues);
        if (!IsAgreement(id, "ids", issues))
            return null;
        switch (command.Verb)
        {
            case CommandVerbs.AgreementAdjust:
                return AdjustmentReader.Read(Encoding.UTF8.GetBytes(command.Arguments[CommandVerbs.Document]), issues) is { } adjustments
                    ? new AgreementRequestMemo(AgreementRequestPurposes.Adjust, id, day) { Adjustments = adjustments } : null;
            case CommandVerbs.AgreementCancel:
                if (!ReasonCodes.Contains(command.Arguments[CommandVerbs.ReasonCode]))
                    issues.Add(Wrong(CommandVerbs.ReasonCode, command.Arguments[CommandVerbs.ReasonCode], "AWS Marketplace does not know this reason.", $"Use one of {string.Join(", ", ReasonCodes)}."));
                return Single(AgreementRequestPurposes.Cancel, id, day, ("reasonCode", command.Arguments[CommandVerbs.ReasonCode]), ("description", Description(command, CommandVerbs.Description, issues)));
            default:
                return Payment(command, id, day, issues);
        }
    }

    static AgreementRequestMemo Payment(CommandDocument command, string id, string day, List<Issue> issues)
    {
        var (name, amount) = (command.Arguments[CommandVerbs.Name], command.Arguments[CommandVerbs.Amount]);
        if (name.Length is < ShortestName or > LongestName)
            issues.Add(Wrong(CommandVerbs.Name, name, $"A payment request's name has {ShortestName} to {LongestName} characters.", "Correct it."));
        if (!decimal.TryParse(amount, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var charge) || charge <= 0 || decimal.Round(charge, MaxDecimals) != charge)
            issues.Add(Wrong(CommandVerbs.Amount, amount, $"The amount is above zero, in digits, with at most {MaxDecimals} decimals.", "Write an amount such as 1250.00."));
        return Single(AgreementRequestPurposes.Payment, id, day, ("termId", command.Arguments.GetValueOrDefault(CommandVerbs.Term)), ("name", name), ("chargeAmount", amount), ("description", Description(command, CommandVerbs.Description, issues)));
    }

    static AgreementRequestMemo? Withdrawal(CommandDocument command, string id, string day, List<Issue> issues)
    {
        var (agreement, reason) = (command.Arguments[CommandVerbs.Agreement], Description(command, CommandVerbs.WithdrawalReason, issues));
        if (AgreementReads.IsCancellation(id) && reason is null)
            issues.Add(Wrong(CommandVerbs.WithdrawalReason, null, "AWS wants a reason for the withdrawal of a cancellation request.", "Add the reason."));
        else if (!AgreementReads.IsCancellation(id) && !id.StartsWith("pr-", StringComparison.Ordinal))
            issues.Add(Wrong("ids", id, "A request that can be withdrawn begins with acr- (cancellation) or pr- (payment).", "copy it from 'lambdasync agreement requests ID'"));
        return IsAgreement(agreement, CommandVerbs.Agreement, issues) ? Single(AgreementRequestPurposes.Withdraw, agreement, day, ("cancellationReason", reason)) with { RequestId = id } : null;
    }

    static AgreementRequestMemo Single(string purpose, string id, string day, params ReadOnlySpan<(string Name, string? Value)> members)
    {
        var given = members.ToArray();
        using var body = JsonDocument.Parse(RequestBody.Of(json =>
        {
            foreach (var (name, value) in given.Where(member => member.Value is not null))
                json.WriteString(name, value);
        }));
        return new AgreementRequestMemo(purpose, id, day) { Body = body.RootElement.Clone() };
    }

    static string? Description(CommandDocument command, string argument, List<Issue> issues)
    {
        var text = command.Arguments.GetValueOrDefault(argument);
        if (text is { Length: > LongestDescription })
            issues.Add(Wrong(argument, null, $"The text has at most {LongestDescription} characters.", "Shorten it."));
        return text;
    }

    static bool IsAgreement(string id, string field, List<Issue> issues)
    {
        if (MarketSection.OfId(id) == MarketSection.Agreement)
            return true;
        issues.Add(Wrong(field, id, "An agreement's id begins with agmt-.", "copy it from 'lambdasync agreement list'"));
        return false;
    }

    static Issue Wrong(string field, string? value, string rule, string fix) => Issue.Error(IssueCodes.AgreementRequestInvalid, field, value, rule, fix);
}

/// <summary>What a command requests about one agreement.</summary>
/// <param name="Memo">The request; null: an issue says why there is none.</param>
/// <param name="Key">What makes it the same request however often it is sent.</param>
public sealed record AgreementPlan(AgreementRequestMemo? Memo, string Key, IReadOnlyList<Issue> Issues);
