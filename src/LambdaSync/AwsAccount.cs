namespace LambdaSync;

/// <summary>AWS account ids: 12 digits.</summary>
public static class AwsAccount
{
    public static bool Is(string text) => text.Length == 12 && text.All(char.IsAsciiDigit);
}
