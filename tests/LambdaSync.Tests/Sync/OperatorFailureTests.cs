using System.Reflection;
using LambdaSync.Sync;
using Xunit;

namespace LambdaSync.Tests.Sync;

[Trait("Row", "G5")]
public sealed class OperatorFailureTests
{
    [Theory]
    [InlineData(IssueCodes.AwsRejected, false)] // a sales person's edit that AWS refuses
    [InlineData(IssueCodes.Required, false)]
    [InlineData(IssueCodes.FallbackMissing, false)]
    [InlineData(IssueCodes.OtherElement, false)]
    [InlineData(IssueCodes.GateCloseDate, false)] // what AWS would refuse, said before the call
    [InlineData(IssueCodes.GateSolution, false)]
    [InlineData(IssueCodes.GateDuplicate, false)]
    [InlineData(IssueCodes.UnsentEdits, false)]
    [InlineData(IssueCodes.NoAssignee, false)]
    [InlineData(IssueCodes.GatePartnerIdentifier, true)] // a record without its id in the CRM
    [InlineData(IssueCodes.TaskFailed, true)]
    [InlineData(IssueCodes.AwsAccessDenied, true)]
    [InlineData(IssueCodes.AwsConflict, true)]
    [InlineData(IssueCodes.GivenUp, true)]
    [InlineData(IssueCodes.Unexpected, true)]
    [InlineData(IssueCodes.ValueUnmapped, true)] // the mapping lacks the value
    [InlineData(IssueCodes.CrmRejected, true)]
    [InlineData(IssueCodes.RelatedNotLinked, true)]
    [InlineData(IssueCodes.IdentityConflict, true)]
    [InlineData("a-code-of-tomorrow", true)]
    public void An_error_is_an_editors_or_an_operators(string code, bool isOperators) => Assert.Equal(isOperators, OperatorFailure.Is([Error(code)]));

    [Fact]
    public void One_error_of_an_operator_is_enough_and_warnings_do_not_count()
    {
        Assert.True(OperatorFailure.Is([Error(IssueCodes.AwsRejected), Error(IssueCodes.Unexpected)]));
        Assert.False(OperatorFailure.Is([Error(IssueCodes.AwsRejected), Issue.Warning(IssueCodes.AwsUnavailable, null, null, "rule", "fix")]));
        Assert.True(OperatorFailure.Is([Issue.Warning(IssueCodes.AwsRejected, null, null, "rule", "fix")]));
    }

    [Fact]
    public void Everything_about_files_mappings_and_events_is_an_operators()
    {
        var codes = typeof(IssueCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!)
            .Where(code => code.StartsWith("file-", StringComparison.Ordinal) || code.StartsWith("mapping-", StringComparison.Ordinal) || code.StartsWith("event-", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(codes);
        Assert.All(codes, code => Assert.True(OperatorFailure.Is([Error(code)])));
    }

    static Issue Error(string code) => Issue.Error(code, null, null, "rule", "fix");
}
