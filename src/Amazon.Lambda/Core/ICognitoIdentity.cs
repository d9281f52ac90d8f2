namespace Amazon.Lambda.Core;

/// <summary>The Amazon Cognito identity that invoked a function (docs.aws.amazon.com/lambda/latest/dg/csharp-context.html).</summary>
public interface ICognitoIdentity
{
    string IdentityId { get; }

    string IdentityPoolId { get; }
}
