namespace Amazon.Lambda.Serialization.SystemTextJson;

/// <summary>
/// An event can't be read as the handler's type, or an answer can't be written. The message includes that of the inner exception, which may
/// quote the event (github.com/aws/aws-lambda-dotnet, Libraries/src/Amazon.Lambda.Serialization.SystemTextJson).
/// </summary>
public class JsonSerializerException : Exception
{
    public JsonSerializerException(string message)
        : base(message)
    {
    }

    public JsonSerializerException(string message, Exception exception)
        : base(message, exception)
    {
    }
}
