using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>A client token makes a repeated request harmless: the same body gets the first answer again.</summary>
static class MarketTokens
{
    /// <summary>The first answer when this request was answered before.</summary>
    /// <param name="otherBody">The error of a token with another body. Catalog publishes none; its 422 is taken.</param>
    public static JsonObject? Known(MarketCall call, string? token, Func<Exception> otherBody)
    {
        if (token is null || !call.Market.Tokens.TryGetValue(token, out var seen))
            return null;
        if (call.Now - seen.At > call.Market.TokenTime)
        {
            call.Market.Tokens.Remove(token);
            return null;
        }

        return seen.Body == call.Input.ToJsonString() ? seen.Answer.DeepClone().AsObject() : throw otherBody();
    }

    public static void Remember(MarketCall call, string? token, JsonObject answer)
    {
        if (token is not null)
            call.Market.Tokens[token] = (call.Input.ToJsonString(), answer.DeepClone().AsObject(), call.Now);
    }
}
