namespace Sealift.App.Start;

/// <summary>Leads somebody who has used nothing yet from the files to the page of the first minutes.</summary>
internal sealed class FirstRunRedirect(RequestDelegate next, FirstRun firstRun)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method) || request.Path != "/" || request.QueryString.HasValue || !firstRun.IsDue) return next(context);
        firstRun.End();
        context.Response.Redirect("/start");
        return Task.CompletedTask;
    }
}
