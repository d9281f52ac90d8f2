namespace Amazon.Lambda.Core;

/// <summary>What a mobile application says about itself when it invokes a function (docs.aws.amazon.com/lambda/latest/dg/csharp-context.html).</summary>
public interface IClientContext
{
    IDictionary<string, string> Environment { get; }

    IClientApplication Client { get; }

    IDictionary<string, string> Custom { get; }
}
