using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Referee.Tests;

/// <summary>Salesforce's own library and declarations read infra/salesforce (row H6).</summary>
public sealed class MetadataIsJudgedTests
{
    [Fact]
    public async Task Salesforces_library_reads_converts_and_knows_everything()
    {
        var report = await NodeTools.Run("metadata", "check.mjs", RepositoryFolder.File("infra", "salesforce"));

        var files = Directory.EnumerateFiles(RepositoryFolder.File("infra", "salesforce"), "*-meta.xml", SearchOption.AllDirectories).Count();
        Assert.Matches($@"metadata: {files} files, \d+ components, {files} converted and back, {files} checked for elements and references, 0 wrong; (\d+) of \1 mutations noticed", report);
    }

    [Fact]
    public async Task What_is_committed_is_what_the_tables_make() =>
        Assert.Matches(@"generate: \d+ files, 0 differ", await NodeTools.RunPlain(RepositoryFolder.File("infra", "salesforce", "generate.mjs"), "--check"));
}
