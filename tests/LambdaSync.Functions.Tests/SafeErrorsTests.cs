using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.SQSEvents;
using LambdaSync.Connections;
using LambdaSync.Functions.Lambda;
using Xunit;

namespace LambdaSync.Functions.Tests;

/// <summary>What a function lets out when it fails.</summary>
public sealed class SafeErrorsTests
{
    const string Secret = "secret.person@example.com";

    [Fact]
    public async Task A_strange_exception_is_named_by_its_type_and_keeps_its_stack()
    {
        var told = await Told(new FormatException($"The input string '{Secret}' was not in a correct format."));
        Assert.StartsWith("System.FormatException ", told.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(Fail), told.StackTrace, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, told.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ours_is_told_but_not_what_is_inside_it()
    {
        var told = Assert.IsType<ConnectionException>(await Told(new ConnectionException("The table is missing.", transient: true, new FormatException(Secret))));
        Assert.Equal(("The table is missing.", true), (told.Message, told.Transient));
        Assert.DoesNotContain(Secret, told.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_start_lets_out_no_more()
    {
        var told = await Assert.ThrowsAnyAsync<Exception>(() => SafeErrors.Start(() => throw new FormatException(Secret))());
        Assert.DoesNotContain(Secret, told.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_is_null_is_told()
    {
        var handler = SafeErrors.Handler<SQSEvent, SQSBatchResponse>((_, _) => Task.FromResult(new SQSBatchResponse()), new SourceGeneratorLambdaJsonSerializer<EventJson>());
        using var input = new MemoryStream("null"u8.ToArray());
        var told = await Assert.ThrowsAsync<ConnectionException>(() => handler(input, InboundRig.Context));
        Assert.Contains("a SQSEvent", told.Message, StringComparison.Ordinal);
    }

    static async Task<Exception> Told(Exception failed)
    {
        var handler = SafeErrors.Handler<SQSEvent, SQSBatchResponse>((_, _) => Fail(failed), new SourceGeneratorLambdaJsonSerializer<EventJson>());
        using var input = new MemoryStream("""{"Records":[]}"""u8.ToArray());
        return await Assert.ThrowsAnyAsync<Exception>(() => handler(input, InboundRig.Context));
    }

    static Task<SQSBatchResponse> Fail(Exception failed) => throw failed;
}
