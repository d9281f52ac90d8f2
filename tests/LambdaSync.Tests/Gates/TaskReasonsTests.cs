using LambdaSync.Gates;
using Xunit;
using static LambdaSync.Gates.TaskReasonClass;

namespace LambdaSync.Tests.Gates;

public sealed class TaskReasonsTests
{
    public static readonly TheoryData<string, TaskReasonClass> Published = new()
    {
        { "InvitationAccessDenied", Person }, { "InvitationValidationFailed", Reread }, { "EngagementAccessDenied", Person }, { "OpportunityAccessDenied", Person },
        { "ResourceSnapshotJobAccessDenied", Person }, { "ResourceSnapshotJobValidationFailed", Permanent }, { "ResourceSnapshotJobConflict", Transient },
        { "EngagementValidationFailed", Person }, { "EngagementConflict", Transient }, { "OpportunitySubmissionFailed", Reread }, { "EngagementInvitationConflict", Reread },
        { "InternalError", Transient }, { "OpportunityValidationFailed", Person }, { "OpportunityConflict", Transient }, { "ResourceSnapshotAccessDenied", Person },
        { "ResourceSnapshotValidationFailed", Permanent }, { "ResourceSnapshotConflict", Transient }, { "ServiceQuotaExceeded", TransientSlow }, { "RequestThrottled", Transient },
        { "ContextNotFound", Reread }, { "CustomerProjectContextNotPermitted", Converted }, { "DisqualifiedLeadNotPermitted", Person },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void Every_code_of_AWS_s_model_has_a_sentence_a_class_and_a_fix(string code, TaskReasonClass expected)
    {
        var reason = TaskReasons.Of(code);
        Assert.Equal((code, expected), (reason.Code, reason.Class));
        Assert.True(reason.Sentence.Length > 10 && reason.Fix.EndsWith('.'), $"{reason}");
        Assert.Equal(code.EndsWith("AccessDenied", StringComparison.Ordinal), reason.Actions.Count > 0);
        Assert.Equal(expected is Transient or TransientSlow ? Severity.Warning : Severity.Error, reason.Issue.Severity);
    }

    [Fact]
    public void The_codes_are_all_there_are() => Assert.Equal(22, Published.Count);

    [Theory]
    [InlineData("OPPORTUNITY_VALIDATION_FAILED", "OpportunityValidationFailed")]
    [InlineData("opportunityValidationFailed", "OpportunityValidationFailed")]
    public void Another_spelling_is_the_same_code(string spelling, string code) => Assert.Equal(TaskReasons.Of(code), TaskReasons.Of(spelling));

    [Fact]
    public void An_unknown_code_is_shown_as_it_is()
    {
        var reason = TaskReasons.Of("MoonPhaseWrong");
        Assert.Equal(("MoonPhaseWrong", Unknown), (reason.Code, reason.Class));
        Assert.Contains("MoonPhaseWrong", reason.Issue.Rule, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OpportunitySubmissionFailed", Person)]
    [InlineData("InvitationValidationFailed", Permanent)]
    [InlineData("ContextNotFound", Permanent)]
    public void What_is_read_again_has_a_class_when_nothing_was_done(string code, TaskReasonClass otherwise) => Assert.Equal(otherwise, TaskReasons.Of(code).Otherwise);

    [Theory]
    [InlineData("REQUIRED_FIELD_MISSING", null, false, ValidationCodeClass.Person)]
    [InlineData("INVALID_ENUM_VALUE", null, false, ValidationCodeClass.Person)]
    [InlineData("INVALID_STRING_FORMAT", null, false, ValidationCodeClass.Person)]
    [InlineData("INVALID_VALUE", null, false, ValidationCodeClass.Person)]
    [InlineData("NOT_ENOUGH_VALUES", null, false, ValidationCodeClass.Person)]
    [InlineData("TOO_MANY_VALUES", "there are 10 already", true, ValidationCodeClass.Person)]
    [InlineData("VALUE_OUT_OF_RANGE", null, false, ValidationCodeClass.Person)]
    [InlineData("DUPLICATE_KEY_VALUE", null, false, ValidationCodeClass.Person)]
    [InlineData("DUPLICATE_KEY_VALUE", null, true, ValidationCodeClass.Done)]
    [InlineData("INVALID_VALUE", "The solution is already associated.", true, ValidationCodeClass.Done)]
    [InlineData("INVALID_RESOURCE_STATE", null, false, ValidationCodeClass.Reread)]
    [InlineData("ACTION_NOT_PERMITTED", null, false, ValidationCodeClass.Locked)]
    [InlineData("INVALID_VALUE", "unable to obtain exclusive access to this record", false, ValidationCodeClass.Transient)]
    [InlineData("SOMETHING_NEW", null, false, ValidationCodeClass.Unknown)]
    public void A_field_error_has_a_class(string code, string? message, bool isAssociation, ValidationCodeClass expected) => Assert.Equal(expected, ValidationCodes.Of(code, message, isAssociation));

    [Fact]
    public void A_person_s_error_counts_more_than_a_lock()
    {
        Assert.Equal(ValidationCodeClass.Person, ValidationCodes.Of([("ACTION_NOT_PERMITTED", null), ("INVALID_VALUE", null)]));
        Assert.Equal(ValidationCodeClass.Locked, ValidationCodes.Of([("ACTION_NOT_PERMITTED", null)]));
        Assert.Equal(ValidationCodeClass.Unknown, ValidationCodes.Of([]));
    }
}
