using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Tests.Sync;

public class RecordRequestTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("a&b=c?d")]
    [InlineData("Müller 北京 \"%41\"")]
    public void A_request_survives_its_way_as_a_reason(string value)
    {
        var request = new RecordRequest(RequestVerbs.Submit, new Dictionary<string, string> { ["job"] = "1", ["by"] = value });
        var read = RecordRequest.Read(request.ToReason());
        Assert.Equal((RequestVerbs.Submit, value, "1"), (read!.Verb, read.By, read.Job));
        Assert.Equal(request.ToReason(), read.ToReason());
    }

    [Fact]
    public void Other_reasons_are_no_requests() => Assert.All([Reason.Event, Reason.Crm, Reason.InDoubt], reason => Assert.Null(RecordRequest.Read(reason)));
}
